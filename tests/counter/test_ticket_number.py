"""A ticket …"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.counter.counters import Counter, MakeCounter

from loket.counter import operations, refusals
from loket.counter.models import OfferedService, Ticket, Visit
from loket.ledger import trail
from loket.ledger.models import Event

MINUTE = timedelta(minutes=1)


def test_runs_from_one_for_each_service(counter: Counter, nine: datetime) -> None:
    tickets = [counter.ticket(nine, code) for code in "PPKPK"]

    assert [ticket.label for ticket in tickets] == ["P001", "P002", "K001", "P003", "K002"]


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Asia/Jakarta", datetime(2026, 11, 24, 17, 0, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2026, 11, 24, 16, 0, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2026, 11, 24, 15, 0, tzinfo=UTC)),
    ],
)
def test_begins_anew_at_the_offices_own_midnight(
    make_counter: MakeCounter, zone: str, midnight: datetime
) -> None:
    counter = make_counter(zone=zone)

    before = [counter.ticket(midnight - MINUTE), counter.ticket(midnight - MINUTE / 60)]
    after = [counter.ticket(midnight), counter.ticket(midnight + MINUTE)]

    assert [ticket.number for ticket in before + after] == [1, 2, 1, 2]
    assert [ticket.day.day for ticket in before + after] == [24, 24, 25, 25]


def test_leaves_no_gap_when_it_is_refused(counter: Counter, nine: datetime) -> None:
    first = counter.ticket(nine)
    for _ in range(3):
        with pytest.raises(refusals.AlreadyInLine):
            operations.take_ticket(
                visit=first.visit, service=counter.service(), by=counter.kiosk, at=nine
            )

    second = counter.ticket(nine)

    assert second.number == first.number + 1


def test_is_refused_for_a_service_that_is_not_offered(
    counter: Counter, make_counter: MakeCounter, nine: datetime
) -> None:
    visit = counter.ticket(nine).visit
    OfferedService.objects.filter(code="B").update(is_active=False)
    other = make_counter(code="3305")

    for service in (counter.service("B"), other.service("K")):
        with pytest.raises(refusals.NotOffered):
            operations.take_ticket(visit=visit, service=service, by=counter.kiosk, at=nine)


def test_is_refused_after_the_guest_has_gone(counter: Counter, nine: datetime) -> None:
    ticket = counter.ticket(nine)
    counter.serve(nine, nine + MINUTE)
    operations.close_visit(visit=ticket.visit, by=counter.by(), at=nine + MINUTE)

    with pytest.raises(refusals.VisitOver):
        operations.take_ticket(
            visit=ticket.visit, service=counter.service("K"), by=counter.by(), at=nine
        )


def test_is_refused_to_another_office(
    counter: Counter, make_counter: MakeCounter, nine: datetime
) -> None:
    other = make_counter(code="3305")
    visit = counter.ticket(nine).visit
    events = Event.objects.count()

    with pytest.raises(refusals.WrongOffice):
        operations.take_ticket(visit=visit, service=counter.service("K"), by=other.kiosk, at=nine)

    assert Event.objects.count() == events


def test_leaves_a_trail_without_the_guests_data(counter: Counter, nine: datetime) -> None:
    ticket = counter.ticket(nine, name="Siti Rahmawati")

    events = trail.history(f"ticket:{ticket.public_id}")

    assert [event.action for event in events] == ["take_ticket"]
    assert "P001" in events[0].payload
    everything = " ".join(Event.objects.values_list("payload", flat=True))
    assert "Siti" not in everything
    assert "812345" not in everything


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE counter_visit; --",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        '=HYPERLINK("http://x")',
        "\u202eevil",
        "ꦱꦶꦠꦶ",
        "👩🏽‍🦽" * 20,
        "a" * 120,
        "\u0000x".replace("\u0000", "\u2400"),
    ],
)
def test_takes_any_text_as_a_name(counter: Counter, nine: datetime, text: str) -> None:
    ticket = counter.ticket(nine, name=text[:120])

    assert Visit.objects.get(pk=ticket.visit_id).name == text[:120]
    assert Ticket.objects.count() == 1
