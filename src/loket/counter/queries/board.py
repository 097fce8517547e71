"""What the wall screen and the phones show. No names, ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from loket.counter.models import Board, Call, Notice, OfferedService, ServiceCounter, TicketState
from loket.counter.queries.opening import Opening, opening
from loket.people.models import Office
from loket.people.queries import local_day
from loket.rules.numbering import ticket_label
from loket.rules.wording import Text

LAST_CALLS = 4


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
    :param counters: numbers of the desks with an officer
    """

    office: str
    version: int
    opening: Opening
    calls: tuple[CallLine, ...]
    queues: tuple[QueueLine, ...]
    counters: tuple[int, ...]
    notices: tuple[Text, ...]


def version_of(office: Office) -> int:
    """Return a number that grows with every change of the board."""
    return Board.objects.filter(office=office).values_list("version", flat=True).first() or 0


def board(office: Office, at: datetime) -> BoardView:
    # The version is read first: a change in between is shown now and asked for once more.
    version = version_of(office)
    return BoardView(
        office=office.name,
        version=version,
        opening=opening(office, at),
        calls=tuple(_latest_calls(office, at)),
        queues=tuple(_queues(office, at)),
        counters=tuple(
            ServiceCounter.objects.filter(office=office, officer__isnull=False).values_list(
                "number", flat=True
            )
        ),
        notices=tuple(_notices(office, at)),
    )


def _latest_calls(office: Office, at: datetime) -> list[CallLine]:
    day = local_day(office, at)
    calls = Call.objects.filter(office=office, day=day).select_related("service", "counter")
    lines: dict[int, CallLine] = {}
    for call in calls.select_related("ticket").order_by("-id")[: LAST_CALLS * 5]:
        if call.ticket_id not in lines and len(lines) < LAST_CALLS:
            lines[call.ticket_id] = CallLine(
                id=call.pk,
                label=ticket_label(call.service.code, call.ticket.number),
                letter=call.service.code,
                number=call.ticket.number,
                counter=call.counter.number,
                at=call.at,
                is_repeat=call.reason == "recall",
            )
    return list(lines.values())


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
