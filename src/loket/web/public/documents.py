"""Whether a paper is genuine: the page behind the QR. It shows nothing about a person."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from loket.documents import queries
from loket.people.queries import office_by_code
from loket.web.access import public

LONGEST_CODE = 40
KINDS = {
    "invoice": gettext_lazy("Invoice"),
    "sppd": gettext_lazy("Surat Perjanjian Penggunaan Data (SPPD)"),
    "kuitansi": gettext_lazy("Kuitansi"),
    "handover": gettext_lazy("Berita acara serah terima data"),
    "ticket": gettext_lazy("Nomor antrean"),
    "acknowledgement": gettext_lazy("Tanda terima"),
    "day_close": gettext_lazy("Penutupan kas harian"),
}


@public
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    code = _tidy(request.GET.get("kode", ""))
    if code:
        return redirect("public:check_result", code)
    return render(request, "public/check.html")


@public
@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    paper = queries.by_code(_tidy(code)) if len(code) <= LONGEST_CODE else None
    if paper is None:
        unknown = _(
            "Tidak ada dokumen dengan kode itu. Periksa kembali kode pada dokumen; bila tetap "
            "tidak ditemukan, jangan terima dokumennya dan hubungi kantor."
        )
        asked = {"code": code[:LONGEST_CODE], "unknown": unknown}
        return render(request, "public/check.html", asked, status=404)
    office = office_by_code(paper.office)
    context = {
        "kind": KINDS.get(paper.kind, _("Dokumen")),
        "paper": paper,
        "office": office,
        "zone": office.time_zone if office else "",
    }
    return render(request, "public/check_result.html", context)


def _tidy(typed: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", typed)[:LONGEST_CODE].upper()
