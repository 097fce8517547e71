"""The site's addresses and some more, to try the middleware on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from loket.ledger import idempotency, trail
from loket.ledger.models import Event
from loket.orders.operations import ChangedMeanwhile
from loket.people.models import Role
from loket.ports.failures import Unavailable
from loket.process.engine import ActionRefused
from loket.process.vocabulary import Text
from loket.web import urls
from loket.web.access import buyer, hook, kiosk, public, staff, without_key
from loket.web.acting import acting_of

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

FAILURES: dict[str, Exception] = {
    "refused": ActionRefused(Text("Belum dapat dikirim.", "Cannot be sent yet.")),
    "changed": ChangedMeanwhile(),
    "busy": OperationalError("database is locked"),
    "full": OSError(28, "No space left on device"),
    "away": Unavailable("SIMPONI tidak menjawab.", "SIMPONI does not answer."),
    "denied": PermissionDenied(),
    "bug": RuntimeError("a bug with a secret in its words"),
}


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never shown")


def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    acting = acting_of(request)
    return HttpResponse(f"{acting.role}|{acting.office.code if acting.office else ''}")


@public
def change(request: HttpRequest) -> HttpResponse:
    """Record one event and go to its page."""
    with transaction.atomic():
        trail.record("probe", subject="probe:1", by=acting_of(request).by(), at=timezone.now())
    return redirect(f"/probe/done/{Event.objects.count()}/")


@public
def twin(request: HttpRequest) -> HttpResponse:
    raise idempotency.DuplicateRequest


@public
def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise FAILURES[how]


def _own(mark: Any) -> Any:
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return shown(request, **kwargs)

    return mark(view)


urlpatterns = [
    *urls.urlpatterns,
    path("probe/forgotten/", forgotten),
    path("probe/public/", _own(public)),
    path("probe/buyer/", _own(buyer)),
    path("probe/staff/", _own(staff())),
    path("probe/officer/", _own(staff(Role.OFFICER))),
    path("probe/treasurer/", _own(staff(Role.TREASURER))),
    path("probe/kiosk/", _own(kiosk)),
    path("probe/hook/", _own(hook)),
    path("probe/keyless/", _own(lambda view: public(without_key(view)))),
    path("probe/change/", change),
    path("probe/twin/", twin),
    path("probe/fail/<str:how>/", fail),
]
