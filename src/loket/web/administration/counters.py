"""Services, desks, devices and the wall screen's words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.counter import operations
from loket.counter.models import CauseCode, Kiosk, Notice, OfferedService, ServiceCounter
from loket.counter.operations.arranging import arrange_desk, change_service
from loket.counter.queries import policy_at
from loket.people.models import Office, Role
from loket.web.access import staff
from loket.web.administration import forms
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page
from loket.web.forms import PageForm


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def counters(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, office_for(request, code))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """Give the office its services and so many desks; what is there stays."""
    office = office_for(request, code)
    form = forms.DesksForm(request.POST)
    if not form.is_valid():
        return _page(request, office, {"desks_form": form}, form)
    operations.prepare_office(
        office=office,
        desks=form.cleaned_data["desks"],
        by=by_for(request, office),
        at=timezone.now(),
    )
    return _done(request, office, _("Layanan dan loket siap."))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def service(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    office = office_for(request, code)
    found = OfferedService.objects.filter(office=office, pk=pk).first()
    if found is None:
        raise Http404
    form = forms.ServiceForm(request.POST, auto_id=f"service-{pk}_%s")
    if not form.is_valid():
        return _page(request, office, {"wrong_service": (found.pk, form)}, form)
    change_service(
        service=found, **form.cleaned_data, by=by_for(request, office), at=timezone.now()
    )
    return _done(request, office, _("Layanan disimpan."))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def desk(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    office = office_for(request, code)
    found = ServiceCounter.objects.filter(office=office, pk=pk).first()
    if found is None:
        raise Http404
    form = forms.DeskForm(request.POST, services=_services(office), auto_id=f"desk-{pk}_%s")
    if not form.is_valid():
        return _page(request, office, {"wrong_desk": (found.pk, form)}, form)
    arrange_desk(counter=found, **form.cleaned_data, by=by_for(request, office), at=timezone.now())
    return _done(request, office, _("Loket disimpan."))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def enrol_kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """Admit a device. Its secret is shown on this page once and never again."""
    office = office_for(request, code)
    form = forms.KioskForm(request.POST, auto_id="kiosk_%s")
    if not form.is_valid():
        return _page(request, office, {"kiosk_form": form}, form)
    kiosk, secret = operations.enrol_kiosk(
        office=office, **form.cleaned_data, by=by_for(request, office), at=timezone.now()
    )
    return _page(request, office, {"enrolled": kiosk, "secret": secret})


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def revoke_kiosk(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    office = office_for(request, code)
    kiosk = Kiosk.objects.filter(office=office, pk=pk, revoked_at=None).first()
    if kiosk is None:
        raise Http404
    operations.revoke_kiosk(kiosk=kiosk, by=by_for(request, office), at=timezone.now())
    return _done(request, office, _("Perangkat dicabut."))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def announce(request: HttpRequest, code: str) -> HttpResponse:
    office = office_for(request, code)
    form = forms.AnnounceForm(request.POST, auto_id="announce_%s")
    if not form.is_valid():
        return _page(request, office, {"announce_form": form}, form)
    operations.announce(
        office=office, **form.cleaned_data, by=by_for(request, office), at=timezone.now()
    )
    return _done(request, office, _("Pengumuman tampil di layar."))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def end_notice(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    office = office_for(request, code)
    notice = Notice.objects.filter(office=office, pk=pk).first()
    if notice is None:
        raise Http404
    operations.end_notice(notice=notice, by=by_for(request, office), at=timezone.now())
    return _done(request, office, _("Pengumuman diakhiri."))


def _done(request: HttpRequest, office: Office, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("administration:counters", office.code)


def _page(
    request: HttpRequest,
    office: Office,
    given: dict[str, Any] | None = None,
    wrong: PageForm | None = None,
) -> HttpResponse:
    given = given or {}
    services = list(OfferedService.objects.filter(office=office))
    desks = list(ServiceCounter.objects.filter(office=office).prefetch_related("services"))
    context = {
        "services": [(one, _service_form(one, given)) for one in services],
        "desks": [(one, _desk_form(office, one, given)) for one in desks],
        "kiosks": Kiosk.objects.filter(office=office, revoked_at=None),
        "notices": Notice.objects.filter(office=office, ends_at=None),
        "causes": CauseCode.objects.filter(office=office),
        "policy": policy_at(office, timezone.now()),
        "desks_form": forms.DesksForm(initial={"desks": max(len(desks), 1)}),
        "kiosk_form": forms.KioskForm(auto_id="kiosk_%s"),
        "announce_form": forms.AnnounceForm(auto_id="announce_%s"),
        **given,
    }
    return page(request, "counters", office, context, wrong=wrong)


def _service_form(service: OfferedService, given: dict[str, Any]) -> PageForm:
    pk, wrong = given.get("wrong_service", (None, None))
    if pk == service.pk and isinstance(wrong, PageForm):
        return wrong
    names = ("name_id", "name_en", "promise_minutes", "weight", "is_active")
    initial = {name: getattr(service, name) for name in names}
    return forms.ServiceForm(initial=initial, auto_id=f"service-{service.pk}_%s")


def _desk_form(office: Office, desk: ServiceCounter, given: dict[str, Any]) -> PageForm:
    pk, wrong = given.get("wrong_desk", (None, None))
    if pk == desk.pk and isinstance(wrong, PageForm):
        return wrong
    initial = {"services": [one.pk for one in desk.services.all()], "is_active": desk.is_active}
    return forms.DeskForm(
        initial=initial, services=_services(office), auto_id=f"desk-{desk.pk}_%s"
    )


def _services(office: Office) -> list[tuple[int, str]]:
    found = OfferedService.objects.filter(office=office)
    return [(one.pk, f"{one.code} {one.name_id}") for one in found]
