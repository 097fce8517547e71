"""The pages for what went wrong: each says what happened and what to do next."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from loket.web.acting import request_id_of
from loket.web.reasons import is_busy

RETRY_AFTER_SECONDS = 5
MOST_KEPT_FIELDS = 200
LONGEST_KEPT = 100_000  # characters of a form that the page carries for another try


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        400,
        _("Permintaan tidak dapat dibaca"),
        _(
            "Alamat atau isian yang kami terima tidak lengkap, rusak, atau terlalu besar. "
            "Kembali ke halaman sebelumnya, periksa isian, lalu kirim sekali lagi."
        ),
    )


def key_missing(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        400,
        _("Formulir perlu dibuka ulang"),
        _(
            "Formulir yang Anda kirim tidak membawa kunci pengaman, sehingga kami tidak dapat "
            "memastikan bahwa isian hanya diproses satu kali. Kembali ke halaman formulir, muat "
            "ulang halaman itu, lalu kirim sekali lagi. Belum ada yang berubah."
        ),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("Formulir sudah kedaluwarsa"),
        _(
            "Halaman formulir dibuka terlalu lama, Anda masuk dari halaman lain, atau peramban "
            "menolak kuki. Kembali ke halaman formulir, muat ulang halaman itu, lalu kirim sekali "
            "lagi. Belum ada yang berubah."
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("Halaman tidak ditemukan"),
        _(
            "Alamat ini tidak ada, sudah dipindahkan, atau tidak dapat dibuka dengan akun Anda. "
            "Periksa alamatnya, masuk dengan akun yang tepat, atau mulai dari beranda."
        ),
    )


def refused(request: HttpRequest, words: str) -> HttpResponse:
    return _page(request, 409, _("Tindakan belum dapat dilakukan"), words)


def database_refused() -> str:
    return _(
        "Perubahan ini bertentangan dengan data yang sudah tersimpan. Muat ulang halaman, "
        "periksa keadaannya, lalu ulangi bila masih perlu."
    )


def other_body(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        409,
        _("Formulir ini sudah pernah dikirim"),
        _(
            "Formulir yang sama sudah dikirim dengan isian yang berbeda. Isian yang pertama tetap "
            "berlaku. Buka ulang halaman formulir bila Anda ingin mengubahnya."
        ),
    )


def in_progress(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        409,
        _("Permintaan yang sama sedang diproses"),
        _("Tunggu sebentar, lalu muat ulang halaman sebelumnya untuk melihat hasilnya."),
    )


def already_done(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        200,
        _("Sudah kami proses"),
        _(
            "Permintaan ini sudah kami terima dan proses satu kali. Kembali ke halaman "
            "sebelumnya untuk melihat hasilnya; Anda tidak perlu mengirimnya lagi."
        ),
    )


def unavailable(request: HttpRequest, words: str = "") -> HttpResponse:
    """Answer 503 without touching the database, with the form and its key for another try."""
    response = _plain(
        request,
        503,
        _("Sistem sedang sibuk"),
        words
        or _(
            "Permintaan Anda belum dapat disimpan. Tunggu beberapa saat, lalu coba lagi. "
            "Mencoba lagi aman: permintaan yang sama tidak akan diproses dua kali."
        ),
        {"kept": _kept(request), "action": request.get_full_path()},
    )
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    if is_busy(sys.exc_info()[1]):
        return unavailable(request)
    return _plain(
        request,
        500,
        _("Terjadi kesalahan pada sistem"),
        _(
            "Ini kesalahan kami, bukan kesalahan Anda, dan sudah tercatat. Coba lagi beberapa "
            "saat lagi. Bila berulang, hubungi kantor dan sebutkan nomor permintaan di bawah ini."
        ),
    )


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    context = {"title": title, "words": words, "back": _back(request)}
    if request.headers.get("HX-Request"):
        return _fragment(status, context)
    html = render_to_string("errors/problem.html", context, request=request)
    return HttpResponse(html, status=status)


def _plain(
    request: HttpRequest,
    status: int,
    title: str,
    words: str,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Render without the request, since what it would look up may be what failed."""
    context = {
        "title": title,
        "words": words,
        "request_id": request_id_of(request),
        **(more or {}),
    }
    if request.headers.get("HX-Request"):
        return _fragment(status, context)
    return HttpResponse(render_to_string("errors/plain.html", context), status=status)


def _fragment(status: int, context: Mapping[str, object]) -> HttpResponse:
    """Answer htmx with a message for the place that every page keeps for it."""
    return HttpResponse(
        render_to_string("errors/fragment.html", context),
        status=status,
        headers={"HX-Retarget": "#loket-messages", "HX-Reswap": "innerHTML"},
    )


def _back(request: HttpRequest) -> str:
    """Return the page of this site that the request came from."""
    referrer = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    return referrer if referrer.startswith(own) else ""


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the form's fields for another try, unless there are files or secrets in it."""
    if request.method != "POST" or request.FILES or "once_key" not in request.POST:
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    size = sum(len(value) for _name, value in fields)
    secret = any("password" in name for name, _value in fields)
    return [] if secret or size > LONGEST_KEPT or len(fields) > MOST_KEPT_FIELDS else fields
