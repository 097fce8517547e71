"""Steps W1, W2 and W13: the guest comes, signs the guest book, takes a number, goes home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from loket.counter import moving
from loket.counter.guestbook import CONSENT_VERSION, Entry, edition_of
from loket.counter.models import OfferedService, Ticket, TicketState, Visit
from loket.counter.models.tickets import OPEN_STATES
from loket.counter.refusals import (
    AlreadyInLine,
    ChangedMeanwhile,
    NotOffered,
    VisitNotOver,
    VisitOver,
)
from loket.counter.turn import in_turn
from loket.ledger import series, trail
from loket.ledger.context import By
from loket.people import operations as people
from loket.people.models import Office, User
from loket.people.queries import local_day


@in_turn
def open_visit(*, office: Office, entry: Entry, origin: str, by: By, at: datetime) -> Visit:
    """Open a visit with its guest-book entry (W1, W2).

    :param origin: kiosk or desk
    """
    moving.begin(office, by)
    return put_visit(office, entry, origin=origin, by=by, at=at)


@in_turn
def take_ticket(*, visit: Visit, service: OfferedService, by: By, at: datetime) -> Ticket:
    """Give the visit a number in the service's queue (W2).

    :raises NotOffered: if the office does not offer the service now
    :raises AlreadyInLine: if the visit has a running number there
    :raises VisitOver: if the visit is closed
    """
    moving.begin(visit.office, by)
    return put_ticket(visit, service, by=by, at=at)


@in_turn
def take_tickets(
    *, visit: Visit, services: Sequence[OfferedService], by: By, at: datetime
) -> list[Ticket]:
    """Give the visit a number in each service's queue, all or nothing.

    :raises NotOffered: if the office does not offer a service now
    :raises AlreadyInLine: if the visit has a running number for one of them
    :raises VisitOver: if the visit is closed
    """
    moving.begin(visit.office, by)
    return [put_ticket(visit, service, by=by, at=at) for service in services]


@in_turn
def check_in(
    *,
    office: Office,
    entry: Entry,
    services: Sequence[OfferedService],
    origin: str,
    by: By,
    at: datetime,
) -> list[Ticket]:
    """Open a visit and take a number for each service, all or nothing.

    :raises NotOffered: if the office does not offer a service now
    :raises AlreadyInLine: if a service is named twice
    """
    moving.begin(office, by)
    if len({service.pk for service in services}) < len(services):
        raise AlreadyInLine
    visit = put_visit(office, entry, origin=origin, by=by, at=at)
    return [number_next(visit, service, by=by, at=at) for service in services]


@in_turn
def confirm_guest(*, visit: Visit, entry: Entry, checked_by: User, by: By, at: datetime) -> None:
    """The officer has seen who the guest is and corrected the entry; the guest gets an account.

    :raises VisitOver: if the visit is closed
    """
    moving.begin(visit.office, by)
    _require_open(visit)
    guest = _account(entry, by=by, at=at) or visit.guest
    changed = {
        "name": entry.name,
        "email": entry.email.lower(),
        "phone": entry.phone,
        "institution": entry.institution,
        "answers": dict(entry.answers),
        "guest": guest,
        "identity_checked_by": checked_by,
        "identity_checked_at": at,
    }
    Visit.objects.filter(pk=visit.pk, closed_at=None).update(**changed)
    for name, value in changed.items():
        setattr(visit, name, value)
    trail.record("confirm_guest", subject=moving.subject_of(visit), by=by, at=at)


@in_turn
def close_visit(*, visit: Visit, by: By, at: datetime) -> None:
    """The guest goes home (W13).

    :raises VisitNotOver: if a number of the visit is still running
    :raises VisitOver: if the visit is closed already
    """
    moving.begin(visit.office, by)
    _require_open(visit)
    if Ticket.objects.filter(visit=visit, state__in=OPEN_STATES).exists():
        raise VisitNotOver
    closed_at = moving.not_before(at, moving.last_instant(visit))
    if not Visit.objects.filter(pk=visit.pk, closed_at=None).update(closed_at=closed_at):
        raise ChangedMeanwhile
    visit.closed_at = closed_at
    moving.show(visit.office)
    trail.record(
        "close_visit",
        subject=moving.subject_of(visit),
        by=by,
        at=at,
        payload=moving.behind(at, closed_at),
    )


def put_visit(
    office: Office,
    entry: Entry,
    *,
    origin: str,
    by: By,
    at: datetime,
    opened_at: datetime | None = None,
) -> Visit:
    visit = Visit.objects.create(
        office=office,
        opened_at=opened_at or at,
        guest=_account(entry, by=by, at=at),
        language=entry.language,
        origin=origin,
        name=entry.name,
        email=entry.email.lower(),
        phone=entry.phone,
        institution=entry.institution,
        answers=dict(entry.answers),
        guest_book=edition_of(office),
        priority_reason=entry.priority_reason,
        consent_version=CONSENT_VERSION if entry.consent_at else "",
        consent_at=entry.consent_at,
    )
    trail.record(
        "open_visit",
        subject=moving.subject_of(visit),
        by=by,
        at=at,
        payload={"origin": origin, "consent": visit.consent_version},
    )
    return visit


def put_ticket(
    visit: Visit,
    service: OfferedService,
    *,
    by: By,
    at: datetime,
    queued_at: datetime | None = None,
    taken_at: datetime | None = None,
    follows: Ticket | None = None,
    reserved_for: int | None = None,
) -> Ticket:
    """Number the next ticket of the service's day. Called within a transaction."""
    _require_open(visit)
    if Ticket.objects.filter(visit=visit, service=service, state__in=OPEN_STATES).exists():
        raise AlreadyInLine
    instant = at if taken_at else moving.not_before(at, moving.last_instant(visit))
    return number_next(
        visit,
        service,
        by=by,
        at=instant,
        details=moving.behind(at, instant),
        queued_at=queued_at,
        taken_at=taken_at,
        follows=follows,
        reserved_for=reserved_for,
    )


def number_next(
    visit: Visit,
    service: OfferedService,
    *,
    by: By,
    at: datetime,
    details: Mapping[str, int] | None = None,
    queued_at: datetime | None = None,
    taken_at: datetime | None = None,
    follows: Ticket | None = None,
    reserved_for: int | None = None,
) -> Ticket:
    """Number a ticket of a visit that is open and has none running for the service."""
    if service.office_id != visit.office_id or not service.is_active:
        raise NotOffered
    day = local_day(visit.office, taken_at or at)
    number = series.next_number(
        f"ticket:{service.code}", office=visit.office.code, period=day.isoformat()
    )
    ticket = Ticket.objects.create(
        visit=visit,
        office=visit.office,
        service=service,
        day=day,
        number=number,
        state=TicketState.WAITING,
        has_priority=bool(visit.priority_reason),
        taken_at=taken_at or at,
        queued_at=queued_at or taken_at or _behind_the_last(service, day, at),
        follows=follows,
        reserved_for_id=reserved_for,
    )
    moving.begin_period(ticket, taken_at or at)
    moving.write(
        ticket,
        "take_ticket",
        by=by,
        at=at,
        payload={
            "visit": str(visit.public_id),
            "label": ticket.label,
            "day": day.isoformat(),
            **(details or {}),
        },
    )
    return ticket


def _behind_the_last(service: OfferedService, day: date, at: datetime) -> datetime:
    """Two kiosks, or a clock set back: the line keeps the order of the numbers all the same."""
    regular = Ticket.objects.filter(service=service, day=day, follows=None, slip=None)
    last = regular.order_by("-number").values_list("queued_at", flat=True).first()
    return max(at, last) if last else at


def _account(entry: Entry, *, by: By, at: datetime) -> User | None:
    """Return the account of a guest with an e-mail address; a library reader may have none."""
    if not entry.email:
        return None
    profile = {
        "name": entry.name,
        "phone": entry.phone,
        "institution": entry.institution,
        "language": entry.language,
    }
    return people.guest(email=entry.email, profile=profile, by=by, at=at)


def _require_open(visit: Visit) -> None:
    if not Visit.objects.filter(pk=visit.pk, closed_at=None).exists():
        raise VisitOver
