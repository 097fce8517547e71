"""The officer's screen: who waits until when, who is here, what is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from loket.counter import promise
from loket.counter.guestbook import in_order, questions_of_visit
from loket.counter.line import next_at, waiting_for
from loket.counter.line import services_of as line_services
from loket.counter.models import (
    CauseCode,
    OfferedService,
    Period,
    PriorityReason,
    ServiceCounter,
    Ticket,
    TicketState,
    Visit,
)
from loket.counter.models.tickets import AT_A_DESK, OPEN_STATES
from loket.counter.queries.board import version_of
from loket.counter.queries.opening import Opening, opening
from loket.counter.queries.record import LateCall, late_calls
from loket.people.models import Office
from loket.people.queries import calendar_of, local_day
from loket.rules.wording import Text

LONGEST_LIST = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    A ticket in a list.

    :param since: begin of the present state (UTC)
    :param deadline: when the promise breaks (UTC); None while it does not run
    :param is_next: whether the desk would call this guest now
    """

    ticket: Ticket
    label: str
    service: Text
    guest: str
    state: str
    since: datetime
    deadline: datetime | None
    is_late: bool
    has_priority: bool
    is_next: bool
    counter: int | None
    slip: str


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A ticket of an earlier day that nobody ended."""

    ticket: Ticket
    label: str
    day: date
    state: str


@dataclass(frozen=True, slots=True)
class DeskVisit:
    """The guest at the desk, with the guest book in words."""

    visit: Visit
    tickets: tuple[Ticket, ...]
    answers: tuple[tuple[Text, str], ...]
    priority: str
    is_known: bool  # an officer has seen who it is


@dataclass(frozen=True, slots=True)
class DeskView:
    """
    Everything on the officer's screen.

    :param version: of the office's board; unchanged means nothing here changed but the clock
    :param current: the ticket called to or served at this desk, or None
    :param waiting: guests this desk may call, longest first, at most 60
    :param waiting_count: how many there are in all
    """

    office: Office
    counter: ServiceCounter | None
    version: int
    opening: Opening
    current: Waiting | None
    visit: DeskVisit | None
    waiting: tuple[Waiting, ...]
    waiting_count: int
    on_hold: tuple[Waiting, ...]
    not_come: tuple[Waiting, ...]
    done_today: int
    late: tuple[LateCall, ...]
    causes: tuple[CauseCode, ...]
    left_over: tuple[LeftOver, ...]


def counters_of(office: Office) -> list[ServiceCounter]:
    found = ServiceCounter.objects.filter(office=office, is_active=True)
    return list(found.select_related("officer").prefetch_related("services"))


def services_of(office: Office) -> list[OfferedService]:
    return list(OfferedService.objects.filter(office=office, is_active=True))


def desk(office: Office, counter: ServiceCounter | None, at: datetime) -> DeskView:
    """Return the screen of a desk; without a desk, of the whole office."""
    day = local_day(office, at)
    tickets = Ticket.objects.filter(office=office, day=day).select_related(
        "service", "visit", "counter", "office", "slip"
    )
    line = tickets.filter(state=TicketState.WAITING)
    if counter is not None:
        line = line.filter(pk__in=waiting_for(counter, line_services(counter), day).values("pk"))
    current = _current(counter)
    waiting = list(line.order_by("queued_at", "id")[:LONGEST_LIST])
    on_hold = list(tickets.filter(state=TicketState.ON_HOLD))
    not_come = list(tickets.filter(state=TicketState.NO_SHOW).order_by("-ended_at")[:10])
    shown = [*waiting, *on_hold, *not_come, *([current] if current else [])]
    clocks = _Clocks(office, at, next_ticket=_next(counter, at), since=_open_since(shown))
    return DeskView(
        office=office,
        counter=counter,
        version=version_of(office),
        opening=opening(office, at),
        current=clocks.line_of(current) if current else None,
        visit=visit_view(current.visit) if current else None,
        waiting=tuple(clocks.line_of(ticket) for ticket in waiting),
        waiting_count=line.count(),
        on_hold=tuple(clocks.line_of(ticket) for ticket in on_hold),
        not_come=tuple(clocks.line_of(ticket) for ticket in not_come),
        done_today=tickets.filter(state=TicketState.DONE).count(),
        late=tuple(late_calls(office, day, without_cause=True)),
        causes=tuple(CauseCode.objects.filter(office=office, is_active=True)),
        left_over=tuple(_left_over(office, day)),
    )


def visit_view(visit: Visit) -> DeskVisit:
    tickets = visit.tickets.select_related("service", "counter").order_by("id")
    return DeskVisit(
        visit=visit,
        tickets=tuple(tickets),
        answers=tuple(in_order(visit.answers, questions_of_visit(visit))),
        priority=str(PriorityReason(visit.priority_reason).label) if visit.priority_reason else "",
        is_known=visit.identity_checked_at is not None,
    )


class _Clocks:
    """Writes tickets as lines; only the first of each queue has a running promise."""

    def __init__(
        self,
        office: Office,
        at: datetime,
        *,
        next_ticket: int | None,
        since: Mapping[int, datetime],
    ) -> None:
        self._at = at
        self._since = since
        self._calendar = calendar_of(office)
        self._next = next_ticket
        self._seen: set[int] = set()

    def line_of(self, ticket: Ticket) -> Waiting:
        since = self._since.get(ticket.pk) or ticket.ended_at or ticket.queued_at
        deadline = self._deadline(ticket, since)
        slip = getattr(ticket, "slip", None)
        return Waiting(
            ticket=ticket,
            label=ticket.label,
            service=Text(ticket.service.name_id, ticket.service.name_en),
            guest=ticket.visit.name,
            state=ticket.state,
            since=since,
            deadline=deadline,
            is_late=deadline is not None and self._at > deadline,
            has_priority=ticket.has_priority,
            is_next=ticket.pk == self._next,
            counter=ticket.counter.number if ticket.counter else None,
            slip=slip.printed if slip else "",
        )

    def _deadline(self, ticket: Ticket, since: datetime) -> datetime | None:
        if ticket.state != TicketState.WAITING:
            return None
        first = ticket.service_id not in self._seen
        self._seen.add(ticket.service_id)
        if not (first or ticket.pk == self._next):
            return None
        return promise.clock_of_next(ticket.service, arrived=since, calendar=self._calendar).until


def _open_since(tickets: Sequence[Ticket]) -> dict[int, datetime]:
    """Return when each ticket came into the state it is in, in one question for all."""
    open_ones = Period.objects.filter(ticket__in=tickets, ended_at=None)
    return dict(open_ones.values_list("ticket_id", "started_at"))


def _next(counter: ServiceCounter | None, at: datetime) -> int | None:
    found = next_at(counter, at) if counter else None
    return found.ticket.pk if found else None


def _current(counter: ServiceCounter | None) -> Ticket | None:
    if counter is None:
        return None
    here = Ticket.objects.filter(counter=counter, state__in=AT_A_DESK)
    return here.select_related(
        "service", "visit", "visit__office", "counter", "office", "slip"
    ).first()


def _left_over(office: Office, day: date) -> list[LeftOver]:
    left = Ticket.objects.filter(office=office, day__lt=day, state__in=OPEN_STATES)
    return [
        LeftOver(ticket, ticket.label, ticket.day, ticket.state)
        for ticket in left.select_related("service").order_by("day", "id")[:LONGEST_LIST]
    ]
