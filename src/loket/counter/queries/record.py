"""The record of the promise: figures per day, service and officer, and what was late."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from loket.counter.models import Call, Period, Ticket, TicketState
from loket.counter.models.tickets import ENDED
from loket.people.models import Office
from loket.rules.numbering import ticket_label
from loket.rules.wording import Text

P95 = 95


@dataclass(frozen=True, slots=True)
class DayFigures:
    """
    Figures of one day, service or officer; durations are None where nothing was measured.

    :param key: ISO date, service letter, or number of the officer's account
    :param p95_wait: so long did 95 per cent wait at most
    :param measured: calls at which the promise was measured
    :param kept: of them, those in time
    """

    key: str
    label: Text
    tickets: int
    served: int
    no_shows: int
    measured: int
    kept: int
    median_wait: timedelta | None
    p95_wait: timedelta | None
    median_service: timedelta | None

    @property
    def day(self) -> date:
        """The day of a day's figures."""
        return date.fromisoformat(self.key)

    @property
    def kept_percent(self) -> Decimal | None:
        """Rounded down: 100 only if every promise was kept."""
        if not self.measured:
            return None
        return Decimal(1000 * self.kept // self.measured) / 10

    @property
    def median_wait_minutes(self) -> Decimal | None:
        return _minutes(self.median_wait)

    @property
    def p95_wait_minutes(self) -> Decimal | None:
        return _minutes(self.p95_wait)

    @property
    def median_service_minutes(self) -> Decimal | None:
        return _minutes(self.median_service)


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """What the office did from the first to the last day, both included."""

    first: date
    last: date
    total: DayFigures
    days: tuple[DayFigures, ...]
    services: tuple[DayFigures, ...]
    causes: tuple[tuple[Text, int], ...]
    without_cause: int
    by_hand: int  # tickets with times from slips, not in the durations


@dataclass(frozen=True, slots=True)
class LateCall:
    """A call after its promise had broken."""

    call: Call
    label: str
    late_by: timedelta
    cause: Text | None


@dataclass(frozen=True, slots=True)
class _Row:
    day: date
    service: str
    service_name: Text
    officer: int | None
    officer_name: str
    state: str
    wait: timedelta | None
    service_time: timedelta | None
    kept: bool | None


def service_record(office: Office, first: date, last: date) -> ServiceRecord:
    """Return the office's record; it names no guest and no officer, so it may be published."""
    rows = _rows(office, first, last)
    late = late_calls(office, first, last)
    causes: dict[str, tuple[Text, int]] = {}
    for call in late:
        if call.cause:
            causes[call.cause.id] = (call.cause, causes.get(call.cause.id, (call.cause, 0))[1] + 1)
    return ServiceRecord(
        first=first,
        last=last,
        total=_figures("", Text("Seluruhnya", "Total"), rows),
        days=tuple(_by_day(rows)),
        services=tuple(_by_service(rows)),
        causes=tuple(sorted(causes.values(), key=lambda pair: -pair[1])),
        without_cause=sum(call.cause is None for call in late),
        by_hand=Ticket.objects.filter(
            office=office, day__range=(first, last), slip__isnull=False
        ).count(),
    )


def officer_record(office: Office, first: date, last: date) -> list[DayFigures]:
    """Return figures per officer by name, for the office itself and never for the public."""
    groups: dict[int, list[_Row]] = defaultdict(list)
    for row in _rows(office, first, last):
        if row.officer is not None:
            groups[row.officer].append(row)
    return [
        _figures(str(officer), Text(rows[0].officer_name, rows[0].officer_name), rows)
        for officer, rows in sorted(groups.items(), key=lambda group: group[1][0].officer_name)
    ]


def late_calls(
    office: Office, first: date, last: date | None = None, *, without_cause: bool = False
) -> list[LateCall]:
    calls = Call.objects.filter(
        office=office, day__range=(first, last or first), promise_kept=False
    ).select_related("ticket", "service", "cause__code", "office")
    if without_cause:
        calls = calls.filter(cause=None)
    return [_late(call) for call in calls.order_by("id")]


def _late(call: Call) -> LateCall:
    cause = getattr(call, "cause", None)
    return LateCall(
        call=call,
        label=ticket_label(call.service.code, call.ticket.number),
        late_by=call.at - (call.promise_until or call.at),
        cause=Text(cause.code.label_id, cause.code.label_en) if cause else None,
    )


def _rows(office: Office, first: date, last: date) -> list[_Row]:
    tickets = Ticket.objects.filter(office=office, day__range=(first, last))
    waits = _sums(tickets, TicketState.WAITING)
    services = _sums(tickets, TicketState.SERVING)
    kept = _kept(office, first, last)
    return [
        _Row(
            day=ticket.day,
            service=ticket.service.code,
            service_name=Text(ticket.service.name_id, ticket.service.name_en),
            officer=ticket.officer_id,
            officer_name=ticket.officer.name if ticket.officer else "",
            state=ticket.state,
            wait=waits.get(ticket.pk),
            service_time=services.get(ticket.pk),
            kept=kept.get(ticket.pk),
        )
        for ticket in tickets.select_related("service", "officer").order_by("day", "id")
    ]


def _sums(tickets: Iterable[Ticket], state: str) -> dict[int, timedelta]:
    """Add up each ticket's measured and ended periods of the state."""
    sums: dict[int, timedelta] = defaultdict(timedelta)
    periods = Period.objects.filter(
        ticket__in=tickets, state=state, is_measured=True, ended_at__isnull=False
    )
    for ticket, start, end in periods.values_list("ticket_id", "started_at", "ended_at"):
        if end is not None:
            sums[ticket] += end - start
    return dict(sums)


def _kept(office: Office, first: date, last: date) -> dict[int, bool]:
    """Say for each called ticket whether all its measured calls came in time."""
    kept: dict[int, bool] = {}
    calls = Call.objects.filter(
        office=office, day__range=(first, last), promise_kept__isnull=False
    )
    for ticket, in_time in calls.values_list("ticket_id", "promise_kept"):
        kept[ticket] = kept.get(ticket, True) and bool(in_time)
    return kept


def _by_day(rows: Sequence[_Row]) -> Iterable[DayFigures]:
    groups: dict[date, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.day].append(row)
    for day, of_day in sorted(groups.items()):
        yield _figures(day.isoformat(), Text(day.isoformat(), day.isoformat()), of_day)


def _by_service(rows: Sequence[_Row]) -> Iterable[DayFigures]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.service].append(row)
    for letter, of_service in sorted(groups.items()):
        yield _figures(letter, of_service[0].service_name, of_service)


def _figures(key: str, label: Text, rows: Sequence[_Row]) -> DayFigures:
    waits = [row.wait for row in rows if row.wait is not None and row.state in ENDED]
    services = [row.service_time for row in rows if row.service_time is not None]
    return DayFigures(
        key=key,
        label=label,
        tickets=len(rows),
        served=sum(row.state == TicketState.DONE for row in rows),
        no_shows=sum(row.state == TicketState.NO_SHOW for row in rows),
        measured=sum(row.kept is not None for row in rows),
        kept=sum(row.kept is True for row in rows),
        median_wait=_median(waits),
        p95_wait=percentile(waits, P95),
        median_service=_median(services),
    )


def _minutes(duration: timedelta | None) -> Decimal | None:
    if duration is None:
        return None
    return round(Decimal(duration.total_seconds()) / 60, 1)


def _median(durations: Sequence[timedelta]) -> timedelta | None:
    if not durations:
        return None
    return timedelta(seconds=statistics.median(d.total_seconds() for d in durations))


def percentile(durations: Sequence[timedelta], percent: int) -> timedelta | None:
    """Return the smallest duration that so many per cent of them do not exceed."""
    if not durations:
        return None
    rank = -(-len(durations) * percent // 100)
    return sorted(durations)[max(rank, 1) - 1]
