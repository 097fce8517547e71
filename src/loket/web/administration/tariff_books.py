"""The tariff books of an office: which is in force, what each says, what two say differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.catalogue.models import TariffVersion
from loket.catalogue.tariffs import begun_latest
from loket.people.models import Office, Role
from loket.people.queries import local_day
from loket.rules.tariffs import (
    SHIPPED_BOOKS,
    TariffBook,
    book_from_record,
    differences,
    tier_words,
    try_golden,
)
from loket.rules.wording import Text
from loket.web.access import staff
from loket.web.administration.finding import office_for
from loket.web.administration.pages import page
from loket.web.administration.tariff_forms import BookForm, ReturnForm
from loket.web.calculator import calculate
from loket.web.forms import PageForm


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a book in words. `number` counts from 1, as in its address."""

    number: int
    label: Text
    intervals: tuple[Text, ...]
    is_complete: bool


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def tariffs(request: HttpRequest, code: str) -> HttpResponse:
    office = office_for(request, code)
    versions = list(versions_of(office))
    context = {
        "versions": versions,
        "in_force": begun_latest(office, local_day(office, timezone.now())),
        "shipped": list(SHIPPED_BOOKS.values()),
        "choices": [(key, title) for key, title, _book in _choices(office, versions)],
    }
    return page(request, "tariffs", office, context)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def shipped(request: HttpRequest, code: str, book: str) -> HttpResponse:
    """A book as this software brings it; an office starts from it, or sells by it as it is."""
    office = office_for(request, code)
    if book not in SHIPPED_BOOKS:
        raise Http404
    return page(request, "tariff", office, _shown(request, SHIPPED_BOOKS[book], None))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def tariff(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    office = office_for(request, code)
    return book_page(request, office, version_for(office, pk))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Show what two books say differently."""
    office = office_for(request, code)
    choices = _choices(office, list(versions_of(office)))
    books = {key: book for key, _title, book in choices}
    chosen = [request.GET.get(name, "") for name in ("dari", "ke")]
    if any(key not in books for key in chosen):
        raise Http404
    titles = {key: title for key, title, _book in choices}
    context = {
        "before": titles[chosen[0]],
        "after": titles[chosen[1]],
        "differences": differences(books[chosen[0]], books[chosen[1]]),
    }
    return page(request, "tariffs_compared", office, context)


def versions_of(office: Office) -> Any:
    found = TariffVersion.objects.filter(office=office, discarded_at=None)
    related = ("edited_by", "proposed_by", "adopted_by", "office")
    return found.select_related(*related).order_by("-effective_from", "code", "-version")


def version_for(office: Office, pk: int) -> TariffVersion:
    """
    :raises Http404: if the office has no such version
    """
    version = versions_of(office).filter(pk=pk).first()
    if version is None:
        raise Http404
    found: TariffVersion = version
    return found


def book_page(
    request: HttpRequest,
    office: Office,
    version: TariffVersion,
    given: dict[str, Any] | None = None,
    wrong: PageForm | None = None,
) -> HttpResponse:
    book = book_from_record(version.record)
    context = _shown(request, book, version)
    context |= {
        "book_form": BookForm.of(book),
        "return_form": ReturnForm(auto_id="kembali_%s"),
        **(given or {}),
    }
    return page(request, "tariff", office, context, wrong=wrong)


def _shown(
    request: HttpRequest, book: TariffBook, version: TariffVersion | None
) -> dict[str, Any]:
    return {
        "book": book,
        "version": version,
        "lines": [
            ShownLine(
                number,
                line.label,
                tuple(tier_words(line, n) for n in range(len(line.tiers))),
                line.complete,
            )
            for number, line in enumerate(book.lines, start=1)
        ],
        "golden": try_golden(book),
        "calculated": calculate(book, request.GET),
    }


def _choices(
    office: Office, versions: list[TariffVersion]
) -> list[tuple[str, str | Text, TariffBook]]:
    """Return every book that can be compared: its key in the address, its title, the book."""
    shipped_ones = [(code, book.title, book) for code, book in SHIPPED_BOOKS.items()]
    stored = [(str(v.pk), str(v), book_from_record(v.record)) for v in versions]
    return [*shipped_ones, *stored]
