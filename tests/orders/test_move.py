"""An order moves only as the process says, with its event, its letter and nobody in between."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from loket.ledger.models import Event, Message
from loket.orders import clock, operations, queries
from loket.orders.models import LegalMove, Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.process import VERSIONS, derive
from loket.process.vocabulary import Actor, State
from tests.factories import MONDAY, Shop, new_shop, online, walk_in


def accept(shop: Shop, order: Order) -> None:
    with transaction.atomic():
        operations.move(
            order,
            "accept",
            by=shop.by("officer"),
            actor=Actor.OFFICER,
            at=MONDAY + timedelta(hours=1),
            details={"note": "sesuai"},
        )


@pytest.fixture
def checking(shop: Shop) -> Order:
    sale = online(shop)
    sale.submit()
    return sale.order


def test_state_event_and_letter_come_together(shop: Shop, checking: Order) -> None:
    accept(shop, checking)

    stored = Order.objects.get(pk=checking.pk)
    event = Event.objects.get(action="accept")
    assert (stored.state, stored.revision) == (State.PREPARING, 2)
    assert (checking.state, checking.revision) == (State.PREPARING, 2)
    assert stored.state_since == MONDAY + timedelta(hours=1)
    assert stored.due_at == clock.due_at(stored, State.PREPARING, stored.state_since)
    assert (event.revision, event.role, event.office) == (2, "officer", "3304")
    assert json.loads(event.payload) == {
        "from": "CHECKING",
        "to": "PREPARING",
        "facts": [],
        "details": {"note": "sesuai"},
    }
    letter = Message.objects.get(name="request_accepted")
    assert letter.dedupe_key == f"request_accepted:{checking.public_id}:2"


def test_a_refused_action_leaves_nothing_behind(shop: Shop, checking: Order) -> None:
    before = (Event.objects.count(), Message.objects.count())

    with pytest.raises(ActionRefused), transaction.atomic():
        operations.move(checking, "deliver", by=shop.by("officer"), actor=Actor.OFFICER, at=MONDAY)

    checking.refresh_from_db()
    assert checking.state == State.CHECKING
    assert (Event.objects.count(), Message.objects.count()) == before


def test_a_stale_reading_is_refused(shop: Shop, checking: Order) -> None:
    stale = Order.objects.get(pk=checking.pk)
    accept(shop, checking)

    with pytest.raises(ChangedMeanwhile):
        accept(shop, stale)

    assert Event.objects.filter(action="accept").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "state = 'DELIVERED'",
        "state = 'PREPARING', revision = revision + 1",
        "facts = '[\"PAID\"]'",
        "revision = revision + 1",
    ],
)
def test_the_database_refuses_a_move_without_its_event(checking: Order, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="refused by the database"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE orders_order SET {change} WHERE id = {checking.pk}")


def test_the_database_refuses_a_move_that_is_not_legal(shop: Shop, checking: Order) -> None:
    """Even with an event: from CHECKING nothing leads to DELIVERED."""
    with pytest.raises(DatabaseError, match="refused by the database"), transaction.atomic():
        _forge(shop, checking, "accept", "DELIVERED")


def _forge(shop: Shop, order: Order, action: str, state: str) -> None:
    operations.trail.record(
        action,
        subject=operations.subject_of(order),
        by=shop.by("officer"),
        at=MONDAY,
        revision=order.revision + 1,
    )
    Order.objects.filter(pk=order.pk).update(state=state, revision=order.revision + 1)


def test_every_legal_move_is_in_the_table(db: None) -> None:
    rows = set(LegalMove.objects.values_list("channel", "action", "from_state", "to_state"))

    assert rows == {
        (process.channel, action, at, to)
        for process in VERSIONS.values()
        for action, at, to in derive.legal_moves(process)
    }


def test_a_draft_has_no_reference_and_is_not_the_offices_business(shop: Shop) -> None:
    sale = online(shop)
    assert sale.order.reference is None

    sale.submit()

    assert sale.order.reference
    assert sale.order.reference.startswith("3304-2026-00001-")
    assert sale.order.submitted_at == sale.at


def test_nothing_is_submitted_without_items(shop: Shop) -> None:
    sale = online(shop)
    operations.change_items(sale.order, [], by=sale.by("buyer"), at=MONDAY)

    with pytest.raises(operations.NothingOrdered):
        sale.submit()

    assert Order.objects.get().state == State.DRAFT


def test_a_submitted_list_is_not_changed_even_by_a_stale_page(shop: Shop) -> None:
    sale = online(shop)
    stale = Order.objects.get(pk=sale.order.pk)
    sale.submit()

    with pytest.raises(operations.NotADraft):
        operations.change_items(stale, [], by=sale.by("buyer"), at=MONDAY)

    assert len(queries.items_of(sale.order)) == 1


def test_promises_are_counted_in_the_offices_hours(shop: Shop) -> None:
    order = walk_in(shop).order  # Monday 09.00 WIB; fifteen working minutes

    assert order.due_at == MONDAY + timedelta(minutes=15)


def test_history_tells_who_did_what_in_words(shop: Shop) -> None:
    sale = online(shop)
    sale.submit()
    sale.accept()

    lines = queries.history(sale.order)

    assert [(line.label.id, line.step) for line in lines] == [
        ("Ajukan permintaan", "O2"),
        ("Abstraksi sesuai", "O3a"),
    ]
    assert [line.person for line in lines] == ["Hendra Saputra", "Sri Wahyuni"]


def test_it_is_known_whose_turn_it_is(shop: Shop, checking: Order) -> None:
    assert queries.waiting_for(checking)[0] == Actor.OFFICER
    assert queries.may(checking, "accept", Actor.OFFICER)
    assert not queries.may(checking, "accept", Actor.BUYER)
    assert str(queries.why_not(checking, "accept", Actor.BUYER)).startswith("“Abstraksi sesuai”")


@pytest.mark.django_db(transaction=True)
def test_of_parallel_decisions_one_is_taken(settings: object) -> None:
    shop = new_shop()
    sale = online(shop)
    sale.submit()
    outcomes: list[str] = []
    gate = threading.Barrier(6)

    def decide() -> None:
        order = Order.objects.select_related("office", "buyer").get(pk=sale.order.pk)
        gate.wait()
        try:
            accept(shop, order)
            outcomes.append("accepted")
        except (ChangedMeanwhile, ActionRefused):
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["accepted", *["too late"] * 5]
    assert Event.objects.filter(action="accept").count() == 1
    assert Order.objects.get().revision == 2
