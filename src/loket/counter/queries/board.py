"""What the wall screen and the phones show. No names, ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from loket.counter.models import (
    Board,
    Call,
    CallReason,
    Notice,
    OfferedService,
    ServiceCounter,
    TicketState,
)
from loket.counter.queries.opening import Opening, opening
from loket.people.models import Office
from loket.people.queries import local_day
from loket.rules.numbering import ticket_label
from loket.rules.wording import Text

LAST_CALLS = 4
SPOKEN_FOR = timedelta(seconds=60)  # older calls are shown but no longer spoken
MOST_SPOKEN = 12


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call: `id` grows, so a screen knows which it has spoken already."""

    id: int
    label: str
    letter: str
    number: int
    counter: int
    at: datetime
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class QueueLine:
    letter: str
    name: Text
    waiting: int


@dataclass(frozen=True, slots=True)
class BoardView:
    """
    A wall screen.

    :param calls: the latest call of each ticket, newest first, at most four
    :param spoken: calls and repeated calls of the last minute, oldest first
    :param counters: numbers of the desks with an officer
    """

    office: str
    version: int
    opening: Opening
    calls: tuple[CallLine, ...]
    spoken: tuple[CallLine, ...]
    queues: tuple[QueueLine, ...]
    counters: tuple[int, ...]
    notices: tuple[Text, ...]


def version_of(office: Office) -> int:
    """Return a number that grows with every change of the board."""
    return Board.objects.filter(office=office).values_list("version", flat=True).first() or 0


def version_by_code(code: str) -> int | None:
    """Return the version of an office's board, or None if there is no such office."""
    return Board.objects.filter(office__code=code).values_list("version", flat=True).first()


def board(office: Office, at: datetime) -> BoardView:
    # The version is read first: a change in between is shown now and asked for once more.
    version = version_of(office)
    return BoardView(
        office=office.name,
        version=version,
        opening=opening(office, at),
        calls=tuple(_latest_calls(office, at)),
        spoken=tuple(_spoken(office, at)),
        queues=tuple(_queues(office, at)),
        counters=tuple(
            ServiceCounter.objects.filter(office=office, officer__isnull=False).values_list(
                "number", flat=True
            )
        ),
        notices=tuple(_notices(office, at)),
    )


def _latest_calls(office: Office, at: datetime) -> list[CallLine]:
    lines: dict[int, CallLine] = {}
    for call in _calls(office, at)[: LAST_CALLS * 5]:
        if len(lines) < LAST_CALLS:
            lines.setdefault(call.ticket_id, _line(call))
    return list(lines.values())


def _spoken(office: Office, at: datetime) -> list[CallLine]:
    recent = _calls(office, at).filter(at__gt=at - SPOKEN_FOR)[:MOST_SPOKEN]
    return [_line(call) for call in reversed(recent)]


def _calls(office: Office, at: datetime) -> QuerySet[Call]:
    calls = Call.objects.filter(office=office, day=local_day(office, at))
    return calls.select_related("service", "counter", "ticket").order_by("-id")


def _line(call: Call) -> CallLine:
    return CallLine(
        id=call.pk,
        label=ticket_label(call.service.code, call.ticket.number),
        letter=call.service.code,
        number=call.ticket.number,
        counter=call.counter.number,
        at=call.at,
        is_repeat=call.reason == CallReason.RECALL,
    )


def _queues(office: Office, at: datetime) -> list[QueueLine]:
    today = Q(tickets__state=TicketState.WAITING, tickets__day=local_day(office, at))
    services = OfferedService.objects.filter(office=office, is_active=True)
    return [
        QueueLine(service.code, Text(service.name_id, service.name_en), service.waiting)
        for service in services.annotate(waiting=Count("tickets", filter=today))
    ]


def _notices(office: Office, at: datetime) -> list[Text]:
    current = Notice.objects.filter(office=office, starts_at__lte=at).filter(
        Q(ends_at=None) | Q(ends_at__gt=at)
    )
    return [Text(notice.text_id, notice.text_en or notice.text_id) for notice in current]
