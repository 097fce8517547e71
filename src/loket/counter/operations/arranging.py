"""What an office offers at its counters, and which desk calls whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from loket.counter import moving
from loket.counter.models import OfferedService, ServiceCounter, Ticket
from loket.counter.models.tickets import AT_A_DESK
from loket.counter.refusals import DeskBusy
from loket.counter.turn import in_turn
from loket.ledger import trail
from loket.ledger.context import By


@in_turn
def change_service(
    *,
    service: OfferedService,
    name_id: str,
    name_en: str,
    promise_minutes: int,
    weight: int,
    is_active: bool,
    by: By,
    at: datetime,
) -> None:
    """Rename a service, change its promise, or stop offering it to new guests."""
    moving.begin(service.office, by)
    OfferedService.objects.filter(pk=service.pk).update(
        name_id=name_id,
        name_en=name_en,
        promise_minutes=promise_minutes,
        weight=weight,
        is_active=is_active,
    )
    moving.show(service.office)
    trail.record(
        "change_service",
        subject=f"office:{service.office.code}",
        by=by,
        at=at,
        payload={"service": service.code, "promise": promise_minutes, "is_active": is_active},
    )


@in_turn
def arrange_desk(
    *,
    counter: ServiceCounter,
    services: Collection[int],
    is_active: bool,
    by: By,
    at: datetime,
) -> None:
    """Say which services a desk calls, or take it out of use.

    :param services: primary keys; those of other offices are left out
    :raises DeskBusy: if a desk with a guest is to be taken out of use
    """
    moving.begin(counter.office, by)
    if not is_active and Ticket.objects.filter(counter=counter, state__in=AT_A_DESK).exists():
        raise DeskBusy
    own = OfferedService.objects.filter(office=counter.office, pk__in=services)
    counter.services.set(own)
    changes = {} if is_active else {"officer": None, "staffed_since": None}
    ServiceCounter.objects.filter(pk=counter.pk).update(is_active=is_active, **changes)
    moving.show(counter.office)
    trail.record(
        "arrange_desk",
        subject=f"counter:{counter.pk}",
        by=by,
        at=at,
        payload={"number": counter.number, "services": sorted(one.code for one in own)},
    )
