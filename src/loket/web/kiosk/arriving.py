"""From the first touch to a number: at most three taps for a guest who has been here before."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from loket.counter import operations
from loket.counter.access import services_in
from loket.counter.guestbook import CONSENT, Entry, questions_of
from loket.counter.models import Kiosk, OfferedService, Ticket
from loket.counter.queries import earlier_entry, open_visit_of, opening
from loket.web.access import without_key
from loket.web.kiosk.device import by_device, may_look_up, on_kiosk
from loket.web.kiosk.forms import ContactForm, GuestBookForm, KnownGuestForm

SALT = "loket.kiosk.guest"
TOKEN_SECONDS = 900
POST_PAGES = ["GET", "HEAD", "POST"]  # a GET goes back to the start: the language was changed


@on_kiosk
@require_safe
def start(request: HttpRequest, device: Kiosk) -> HttpResponse:
    if "awal" in request.GET:  # for the next guest: Indonesian again
        response = HttpResponseRedirect(reverse("kiosk:start"))
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    context = {
        "device": device,
        "office": device.office,
        "opening": opening(device.office, timezone.now()),
        "services": services_in(device.office),
    }
    return render(request, "kiosk/start.html", context)


@on_kiosk
@require_safe
def contact(request: HttpRequest, device: Kiosk, code: str) -> HttpResponse:
    service = _service(device, code)
    context = {"office": device.office, "service": service, "form": ContactForm()}
    return render(request, "kiosk/contact.html", context)


@without_key
@on_kiosk
@require_http_methods(POST_PAGES)
def identify(request: HttpRequest, device: Kiosk, code: str) -> HttpResponse:
    """Known or not, nothing that was told before is shown here."""
    service = _service(device, code)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("kiosk:contact", args=[code]))
    form = ContactForm(request.POST)
    if not form.is_valid():
        context = {"office": device.office, "service": service, "form": form}
        return render(request, "kiosk/contact.html", context, status=422)
    typed = form.cleaned_data["contact"]
    known = may_look_up(device) and _entry(device, typed, "", timezone.now())
    if known:
        token = signing.dumps([device.pk, typed], salt=SALT)
        known_form = KnownGuestForm(initial={"token": token}, service=service)
        return _known_page(request, device, service, known_form)
    initial = {"email" if "@" in typed else "phone": typed}
    new_form = GuestBookForm(
        initial=initial, service=service, questions=questions_of(device.office)
    )
    return _guest_book_page(request, device, service, new_form)


@on_kiosk
@require_http_methods(POST_PAGES)
def take(request: HttpRequest, device: Kiosk, code: str) -> HttpResponse:
    """A returning guest agrees and takes a number."""
    service = _service(device, code)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("kiosk:contact", args=[code]))
    form = KnownGuestForm(request.POST, service=service)
    if not form.is_valid():
        return _known_page(request, device, service, form, status=422)
    typed = _signed_contact(device, form.cleaned_data["token"])
    now = timezone.now()
    entry = typed and _entry(device, typed, form.cleaned_data["priority_reason"], now)
    if not typed or not entry:
        return HttpResponseRedirect(reverse("kiosk:contact", args=[code]))
    return _to_number(_arrive(device, typed, entry, form.services(), now))


@on_kiosk
@require_http_methods(POST_PAGES)
def register(request: HttpRequest, device: Kiosk, code: str) -> HttpResponse:
    """A new guest signs the guest book and takes a number."""
    service = _service(device, code)
    questions = questions_of(device.office)
    form = GuestBookForm(request.POST or None, service=service, questions=questions)
    if request.method != "POST":
        return _guest_book_page(request, device, service, form)
    if not form.is_valid():
        return _guest_book_page(request, device, service, form, status=422)
    now = timezone.now()
    tickets = operations.check_in(
        office=device.office,
        entry=form.entry(now),
        services=form.services(),
        origin="kiosk",
        by=by_device(device),
        at=now,
    )
    return _to_number(tickets)


def _arrive(
    device: Kiosk, typed: str, entry: Entry, services: list[OfferedService], at: datetime
) -> list[Ticket]:
    """Go on with the visit the guest has open today, or open one."""
    by = by_device(device)
    visit = open_visit_of(device.office, typed, at)
    if visit is None:
        return operations.check_in(
            office=device.office, entry=entry, services=services, origin="kiosk", by=by, at=at
        )
    return operations.take_tickets(visit=visit, services=services, by=by, at=at)


def _to_number(tickets: list[Ticket]) -> HttpResponse:
    return HttpResponseRedirect(reverse("kiosk:number", args=[tickets[0].public_id]))


def _known_page(
    request: HttpRequest,
    device: Kiosk,
    service: OfferedService,
    form: KnownGuestForm,
    status: int = 200,
) -> HttpResponse:
    context = {"office": device.office, "service": service, "form": form, "consent": CONSENT}
    return render(request, "kiosk/known.html", context, status=status)


def _guest_book_page(
    request: HttpRequest,
    device: Kiosk,
    service: OfferedService,
    form: GuestBookForm,
    status: int = 200,
) -> HttpResponse:
    context = {"office": device.office, "service": service, "form": form, "consent": CONSENT}
    return render(request, "kiosk/guest_book.html", context, status=status)


def _service(device: Kiosk, code: str) -> OfferedService:
    found = services_in(device.office).filter(code=code).first()
    if found is None or not opening(device.office, timezone.now()).takes_numbers:
        raise Http404
    return found


def _entry(device: Kiosk, typed: str, priority_reason: str, at: datetime) -> Entry | None:
    return earlier_entry(device.office, typed, priority_reason=priority_reason, at=at)


def _signed_contact(device: Kiosk, token: str) -> str:
    try:
        device_id, typed = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(typed) if device_id == device.pk else ""
