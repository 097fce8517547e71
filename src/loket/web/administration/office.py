"""The office's data and hours; where money goes is changed by two people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from loket.people import offices
from loket.people.models import Office, OfficeChange, Role
from loket.people.queries import local_day
from loket.web.access import staff
from loket.web.acting import acting_of
from loket.web.administration import forms
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page
from loket.web.forms import PageForm
from loket.web.reasons import words_of


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, code: str) -> HttpResponse:
    """Name, address and so on, which one person may change."""
    office = office_for(request, code)
    kind = forms.ActiveForm if acting_of(request).role == Role.SYSTEM_ADMIN else forms.OfficeForm
    if request.method != "POST":
        initial = {name: getattr(office, name) for name in offices.PLAIN}
        return _data_page(request, office, {"office_form": kind(initial=initial)})
    form = kind(request.POST)
    if not form.is_valid():
        return _data_page(request, office, {"office_form": form}, form)
    offices.change_office(office, form.values(), by=by_for(request, office), at=timezone.now())
    messages.success(request, _("Data kantor disimpan."))
    return redirect("administration:data", office.code)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for another bank account or tariff book."""
    office = office_for(request, code)
    form = forms.GuardedForm(request.POST)
    if form.is_valid():
        try:
            change = offices.propose_change(
                office, form.cleaned_data, by=by_for(request, office), at=timezone.now()
            )
        except offices.ChangeWaits as refusal:
            form.add_error(None, words_of(refusal))
        else:
            said = _("Perubahan menunggu persetujuan orang lain.") if change else _("Tetap sama.")
            messages.success(request, said)
            return redirect("administration:data", office.code)
    return _data_page(request, office, {"guarded_form": form}, form)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Agree to the change that somebody else asked for, or refuse it."""
    office = office_for(request, code)
    change = OfficeChange.objects.filter(office=office, pk=pk).first()
    if change is None:
        raise Http404
    accept = request.POST.get("decision") == "accept"
    offices.decide_change(change, accept=accept, by=by_for(request, office), at=timezone.now())
    messages.success(request, _("Perubahan berlaku.") if accept else _("Perubahan ditolak."))
    return redirect("administration:data", office.code)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, code: str) -> HttpResponse:
    office = office_for(request, code)
    if request.method != "POST":
        form = forms.HoursForm.of(office.opening_hours.all())
        return _hours_page(request, office, {"hours_form": form})
    form = forms.HoursForm(request.POST)
    if not form.is_valid():
        return _hours_page(request, office, {"hours_form": form}, form)
    offices.set_hours(office, form.week(), by=by_for(request, office), at=timezone.now())
    messages.success(request, _("Jam layanan disimpan."))
    return redirect("administration:hours", office.code)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def set_special_day(request: HttpRequest, code: str) -> HttpResponse:
    office = office_for(request, code)
    form = forms.SpecialDayForm(request.POST)
    if not form.is_valid():
        return _hours_page(request, office, {"special_form": form}, form)
    offices.set_special_day(
        office,
        form.cleaned_data["day"],
        is_open=form.cleaned_data["is_open"],
        reason=form.cleaned_data["reason"],
        by=by_for(request, office),
        at=timezone.now(),
    )
    messages.success(request, _("Hari khusus disimpan."))
    return redirect("administration:hours", office.code)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def drop_special_day(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    office = office_for(request, code)
    special = office.special_days.filter(pk=pk).first()
    if special is None:
        raise Http404
    offices.drop_special_day(special, by=by_for(request, office), at=timezone.now())
    messages.success(request, _("Hari khusus dihapus; kalender nasional berlaku lagi."))
    return redirect("administration:hours", office.code)


def _data_page(
    request: HttpRequest, office: Office, given: dict[str, Any], wrong: PageForm | None = None
) -> HttpResponse:
    change = OfficeChange.objects.filter(office=office, accepted=None).first()
    initial = {name: getattr(office, name) for name in offices.PLAIN}
    context = {
        "office_form": forms.OfficeForm(initial=initial),
        "guarded_form": forms.GuardedForm.of(office),
        "change": change,
        "labels": _labels(change),
        **given,
    }
    return page(request, "data", office, context, wrong=wrong)


def _labels(change: OfficeChange | None) -> list[tuple[Any, str]]:
    fields = forms.GuardedForm.base_fields
    return [(fields[n].label, v) for n, v in change.proposal.items()] if change else []


def _hours_page(
    request: HttpRequest, office: Office, given: dict[str, Any], wrong: PageForm | None = None
) -> HttpResponse:
    today = local_day(office, timezone.now())
    context = {
        "hours_form": forms.HoursForm.of(office.opening_hours.all()),
        "special_form": forms.SpecialDayForm(auto_id="special_%s"),
        "special_days": office.special_days.filter(day__gte=today).order_by("day"),
        **given,
    }
    return page(request, "hours", office, context, wrong=wrong)
