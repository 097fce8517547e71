"""Paper from the officer's printer: a number once more, and a stock of emergency slips."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from loket.counter.access import services_in
from loket.counter.queries import place_of
from loket.people.models import Role
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.finding import ticket_of
from loket.web.forms import PageForm
from loket.web.ticket_code import code_of

MOST_SLIPS = 200
USUAL_SLIPS = 40


class SlipSheetForm(PageForm):
    first = forms.IntegerField(label=gettext_lazy("Dari nomor"), min_value=1, max_value=9999)
    last = forms.IntegerField(label=gettext_lazy("Sampai nomor"), min_value=1, max_value=9999)

    def clean(self) -> dict[str, int]:
        cleaned: dict[str, int] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not 0 <= last - first < MOST_SLIPS:
            self.add_error("last", _("Cetak paling banyak 200 nomor, dari kecil ke besar."))
        return cleaned


@staff(Role.OFFICER)
@require_safe
def ticket_paper(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The number to print, to scan, or to copy by hand when there is no paper."""
    ticket = ticket_of(request, ticket_id)
    place = place_of(ticket, timezone.now())
    context = {
        "office": office_of(request),
        "paper": {"ticket": ticket, "place": place, "code": code_of(ticket)},
        "ticket": ticket,
        "width": 58 if request.GET.get("kertas") == "58" else 80,
    }
    return render(request, "desk/guests/ticket_paper.html", context)


@staff(Role.OFFICER)
@require_safe
def slip_sheet(request: HttpRequest) -> HttpResponse:
    """Numbers with room for the true times, to be cut and kept in the drawer."""
    office = office_of(request)
    asked = {"first": 1, "last": USUAL_SLIPS} | {
        name: request.GET[name] for name in ("first", "last") if name in request.GET
    }
    form = SlipSheetForm(asked)
    numbers = (
        range(form.cleaned_data["first"], form.cleaned_data["last"] + 1)
        if form.is_valid()
        else range(0)
    )
    context = {
        "office": office,
        "form": form,
        "labels": [f"D{number:03d}" for number in numbers],
        "services": services_in(office),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/guests/slip_sheet.html", context, status=status)
