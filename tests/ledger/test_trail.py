"""The trail: every event carries the hash of the one before, and nothing changes it."""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from loket.ledger import audit, trail
from loket.ledger.audit import chain
from loket.ledger.audit.reading import rows
from loket.ledger.context import By
from loket.ledger.models import ChainHead, Event
from tests.factories import MONDAY
from tests.ledger.audit.books import spoil

BY = By(person=7, role="officer", office="3304")


def record(
    action: str = "try",
    *,
    office: str = "3304",
    subject: str = "thing:1",
    at: datetime = MONDAY,
    **extra: Any,
) -> Event:
    with transaction.atomic():
        by = By(person=7, role="officer", office=office)
        return trail.record(action, subject=subject, by=by, at=at, **extra)


@pytest.mark.django_db
def test_events_of_an_office_form_a_chain() -> None:
    first, second = record(), record()
    elsewhere = record(office="3305")

    assert (first.seq, second.seq, elsewhere.seq) == (1, 2, 1)
    assert first.previous == elsewhere.previous == "0" * 64
    assert second.previous == first.hash
    head = ChainHead.objects.get(office="3304")
    assert (head.seq, head.hash) == (2, second.hash)


@pytest.mark.django_db
def test_an_event_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(RuntimeError):
        trail.record("try", subject="thing:1", by=BY, at=MONDAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_event SET role = 'x'", "DELETE FROM ledger_event"]
)
def test_the_database_refuses_to_change_it(statement: str) -> None:
    record()

    with (
        pytest.raises(DatabaseError, match="refused by the database"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_revision_has_one_event() -> None:
    record(revision=1)

    with pytest.raises(IntegrityError):
        record(revision=1)


@pytest.mark.django_db
def test_the_checker_counts_the_same_hash_from_the_row() -> None:
    zone = timezone(timedelta(hours=7))
    record(payload={"teks": 'kutip "dua" \\ baris\nbaru', "é": [1, None]}, revision=3)
    record(at=datetime(2026, 1, 1, 7, 0, 0, 5, tzinfo=zone), subject="order:ünï")
    record(at=datetime(2026, 1, 1, tzinfo=UTC))

    for row, event in zip(rows(chain.EVENTS), Event.objects.order_by("seq"), strict=True):
        assert chain.digest(row) == event.hash == trail.digest(event)


@pytest.mark.django_db(transaction=True)
def test_writers_queue_up_and_lose_nothing() -> None:
    def write() -> None:
        for _ in range(10):
            record()
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == [*range(1, 41)]
    assert list(audit.run(MONDAY)) == []


TEXTS = ("hash", "previous", "action", "subject", "role", "request_id", "payload")


def mutation(dice: random.Random, size: int) -> str:
    """Return a statement that edits, removes, reorders or inserts, at random."""
    seq, other = dice.sample(range(1, size + 1), 2)
    match dice.randrange(5):
        case 0:
            column = dice.choice(TEXTS)
            value = f"{dice.getrandbits(60):015x}"
            return f"UPDATE ledger_event SET {column} = '{value}' WHERE seq = {seq}"
        case 1:
            return f"UPDATE ledger_event SET person = {dice.randrange(8, 99)} WHERE seq = {seq}"
        case 2:
            return f"DELETE FROM ledger_event WHERE seq = {seq}"
        case 3:
            return (
                f"UPDATE ledger_event SET seq = CASE seq WHEN {seq} THEN {other} ELSE {seq} END "
                f"WHERE seq IN ({seq}, {other})"
            )
    return (
        "INSERT INTO ledger_event (id, office, seq, previous, hash, at, person, role, action, "
        "subject, request_id, payload) SELECT id + 9000, office, seq, previous, hash, at, "
        "person, role, 'planted', subject, request_id, payload FROM ledger_event "
        f"WHERE seq = {seq}"
    )


@pytest.mark.django_db
def test_a_thousand_random_changes_are_all_found() -> None:
    size = 12
    for number in range(size):
        record(subject=f"thing:{number}")
    spoil(["ledger_event"], [])
    scope, dice = audit.Scope("", MONDAY), random.Random(3304)
    assert list(chain.check(scope)) == []

    for _ in range(1000):
        statement = mutation(dice, size)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)
            assert list(chain.check(scope)), statement
            transaction.set_rollback(True)
