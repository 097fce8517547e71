"""Writing a tariff book: draft, edit line by line, propose, adopt by another, or give back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import TariffVersion
from loket.catalogue.operations import tariff_books as operations
from loket.ledger.context import By
from loket.people.models import Office, Role
from loket.rules.tariffs import SHIPPED_BOOKS, TariffBook, book_from_record
from loket.rules.wording import RuleError
from loket.web.access import staff
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page
from loket.web.administration.tariff_books import book_page, version_for
from loket.web.administration.tariff_forms import BookForm, LineForm, ReturnForm
from loket.web.reasons import words_of


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a draft from a shipped book or from a version of the office."""
    office = office_for(request, code)
    book = _source(office, request.POST.get("source", ""))
    # A new version begins anew: its days are chosen again.
    book = replace(book, effective_from=None, effective_to=None)
    version = operations.draft_book(office, book, by=by_for(request, office), at=timezone.now())
    messages.success(request, _("Rancangan %(book)s dibuat.") % {"book": version})
    return redirect("administration:tariff", office.code, version.pk)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change what the draft says of itself: law, days, note."""
    office = office_for(request, code)
    version = version_for(office, pk)
    form = BookForm(request.POST)
    if form.is_valid():
        try:
            book = form.changed(book_from_record(version.record))
            operations.edit_book(version, book, by=by_for(request, office), at=timezone.now())
        except (RuleError, CatalogueError) as refusal:
            form.add_error(None, words_of(refusal))
        else:
            messages.success(request, _("Rancangan disimpan."))
            return redirect("administration:tariff", office.code, version.pk)
    return book_page(request, office, version, {"book_form": form}, form)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """Write one line of the annex: its words and intervals. Nothing typed is lost."""
    office = office_for(request, code)
    version = version_for(office, pk)
    book = book_from_record(version.record)
    if version.stage != "draft" or not 1 <= number <= len(book.lines):
        raise Http404
    form = LineForm(request.POST or None, line=book.lines[number - 1])
    if request.method == "POST" and form.is_valid():
        lines = list(book.lines)
        try:
            lines[number - 1] = form.changed()
            # Amounts that were changed have to be compared with the annex again.
            book = replace(book, lines=tuple(lines), confirmed=False)
            operations.edit_book(version, book, by=by_for(request, office), at=timezone.now())
        except (RuleError, CatalogueError) as refusal:
            form.add_error(None, words_of(refusal))
        else:
            messages.success(request, _("Baris tarif disimpan."))
            return redirect("administration:tariff", office.code, version.pk)
    context = {"version": version, "number": number, "line_form": form}
    return page(request, "tariff_line", office, context, wrong=form if form.errors else None)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def propose(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    said = _("Buku tarif diajukan; administrator lain menetapkannya.")
    return _do(request, code, pk, operations.propose_book, said)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def adopt(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    said = _("Buku tarif ditetapkan dan tidak dapat diubah lagi.")
    return _do(request, code, pk, operations.adopt_book, said)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def discard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _do(request, code, pk, operations.discard_book, _("Rancangan dibuang."), to_list=True)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def give_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Return a proposed book to be edited, with the reason."""
    office = office_for(request, code)
    version = version_for(office, pk)
    form = ReturnForm(request.POST, auto_id="kembali_%s")
    if not form.is_valid():
        return book_page(request, office, version, {"return_form": form}, form)
    reason = form.cleaned_data["reason"]

    def carry_out(version: TariffVersion, *, by: By, at: datetime) -> None:
        operations.return_book(version, reason=reason, by=by, at=at)

    return _do(request, code, pk, carry_out, _("Buku tarif dikembalikan menjadi rancangan."))


def _do(
    request: HttpRequest,
    code: str,
    pk: int,
    carry_out: Callable[..., None],
    said: str,
    *,
    to_list: bool = False,
) -> HttpResponse:
    office = office_for(request, code)
    version = version_for(office, pk)
    try:
        carry_out(version, by=by_for(request, office), at=timezone.now())
    except CatalogueError as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, said)
        if to_list:
            return redirect("administration:tariffs", office.code)
    return redirect("administration:tariff", office.code, version.pk)


def _source(office: Office, key: str) -> TariffBook:
    """
    :raises Http404: if there is no such book
    """
    if key in SHIPPED_BOOKS:
        return SHIPPED_BOOKS[key]
    if not key.isascii() or not key.isdecimal() or len(key) > 18:  # noqa: PLR2004
        raise Http404
    return book_from_record(version_for(office, int(key)).record)
