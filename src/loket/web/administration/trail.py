"""The trail of an office, whether its chain is whole, and messages that could not be sent."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.ledger import audit, checkpoints
from loket.ledger.audit import chain
from loket.ledger.dead_letters import dead_letters
from loket.ledger.dead_letters import retry as retry_message
from loket.ledger.models import ChainHead, Event
from loket.people.models import Office, Role, User
from loket.web.access import staff
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page

PAGE_SIZE = 100
MOST_FINDINGS = 50


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def trail(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, office_for(request, code), {})


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Read the whole chain and say whether anything was changed, removed or put in."""
    office = office_for(request, code)
    found = chain.check(audit.Scope(office.code, timezone.now()))
    findings = [finding for _number, finding in zip(range(MOST_FINDINGS), found, strict=False)]
    return _page(request, office, {"verified": True, "findings": findings})


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def outbox(request: HttpRequest, code: str) -> HttpResponse:
    office = office_for(request, code)
    dead = dead_letters(office.code)
    shown = Paginator(dead, PAGE_SIZE).get_page(request.GET.get("halaman"))
    return page(request, "outbox", office, {"page": shown})


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def retry(request: HttpRequest, code: str, pk: str) -> HttpResponse:
    """Try a dead message again, from the start."""
    office = office_for(request, code)
    message = dead_letters(office.code).filter(pk=pk).first()
    if message is None:
        raise Http404
    retry_message(message, by=by_for(request, office), at=timezone.now())
    messages.success(request, _("Pesan dicoba lagi."))
    return redirect("administration:outbox", office.code)


def _page(request: HttpRequest, office: Office, given: dict[str, Any]) -> HttpResponse:
    subject = request.GET.get("perihal", "")[:64].strip()
    action = request.GET.get("tindakan", "")[:48].strip()
    events = Event.objects.filter(office=office.code).order_by("-seq")
    if subject:
        events = events.filter(subject=subject)
    if action:
        events = events.filter(action=action)
    shown = Paginator(events, PAGE_SIZE).get_page(request.GET.get("halaman"))
    persons = {event.person for event in shown if event.person}
    names = dict(User.objects.filter(pk__in=persons).values_list("pk", "name"))
    context = {
        "rows": [(event, names.get(event.person or 0, ""), _payload(event)) for event in shown],
        "page": shown,
        "subject": subject,
        "action": action,
        "head": ChainHead.objects.filter(office=office.code).first(),
        "checkpoint": checkpoints.latest(office.code),
        **given,
    }
    return page(request, "trail", office, context)


def _payload(event: Event) -> str:
    return json.dumps(json.loads(event.payload), ensure_ascii=False, indent=1)
