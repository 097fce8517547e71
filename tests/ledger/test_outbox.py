"""The outbox: at least once after a commit, never for what was rolled back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from loket.ledger import dead_letters, outbox, trail
from loket.ledger.context import By
from loket.ledger.models import Message
from tests.factories import MONDAY

LEASE = timedelta(minutes=15)
SECOND = timedelta(seconds=1)


def post(key: str = "k", *, at: datetime = MONDAY, topic: str = "mail") -> None:
    with transaction.atomic():
        outbox.post(topic, "letter", office="3304", subject="order:1", at=at, dedupe_key=key)


def claim(at: datetime = MONDAY) -> Message | None:
    return outbox.claim(at, lease=LEASE)


def claimed(at: datetime = MONDAY) -> Message:
    message = claim(at)
    assert message is not None
    return message


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        outbox.post("mail", "x", office="3304", subject="s", at=MONDAY, dedupe_key="k")


@pytest.mark.django_db
def test_nothing_goes_out_for_what_was_rolled_back() -> None:
    with transaction.atomic():
        post()
        transaction.set_rollback(True)

    assert claim() is None


@pytest.mark.django_db
def test_the_same_change_posts_once() -> None:
    post()
    post()

    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_message_is_with_one_worker_at_a_time() -> None:
    post()

    assert claim() is not None
    assert claim() is None
    assert claim(MONDAY + LEASE) is None


@pytest.mark.django_db
def test_a_killed_workers_message_is_done_again_after_the_lease() -> None:
    post()
    first = claimed()

    again = claimed(MONDAY + LEASE + SECOND)

    assert again.pk == first.pk  # by which the receiver knows a twin
    assert again.attempts == 2
    outbox.done(again, MONDAY + LEASE + SECOND)
    assert claim(MONDAY + 9 * LEASE) is None


@pytest.mark.django_db
def test_what_is_due_longest_goes_first_and_nothing_before_its_time() -> None:
    post("late", at=MONDAY + SECOND)
    post("early")

    assert claimed().dedupe_key == "early"
    assert claim() is None
    assert claimed(MONDAY + SECOND).dedupe_key == "late"


@pytest.mark.django_db
def test_failures_wait_longer_each_time_for_at_least_three_days() -> None:
    post()
    at, waits = MONDAY, []
    while (message := claim(at)) is not None and not message.dead_at:
        outbox.failed(message, "Unavailable", at)
        message.refresh_from_db()
        if message.dead_at:
            break
        waits.append(message.due_at - at)
        at = message.due_at

    assert waits[0] < timedelta(seconds=13)
    assert max(waits) > timedelta(hours=4)
    assert at - MONDAY > timedelta(days=3)
    assert claim(at + timedelta(days=30)) is None  # it waits for a person now


@pytest.mark.django_db
def test_what_lay_while_no_worker_ran_is_tried_for_a_while_all_the_same() -> None:
    post()
    at = MONDAY + timedelta(days=9)

    outbox.failed(claimed(at), "Unavailable", at)

    message = Message.objects.get()
    assert message.dead_at is None
    assert claim(message.due_at) is not None


@pytest.mark.django_db(transaction=True)
def test_a_retry_by_hand_is_on_the_trail_once() -> None:
    post()
    outbox.bury(claimed(), "Rejected", MONDAY)
    message, by = Message.objects.get(), By(7, "officer", "3304")

    assert dead_letters.retry(message, by=by, at=MONDAY)
    assert not dead_letters.retry(message, by=by, at=MONDAY)  # pressed by two people

    assert [e.action for e in trail.history(f"message:{message.pk}")] == ["retry_message"]


@pytest.mark.django_db
def test_a_buried_message_can_be_revived() -> None:
    post()
    outbox.bury(claimed(), "Rejected", MONDAY)
    assert claim(MONDAY + 2 * LEASE) is None

    outbox.revive(Message.objects.get(), MONDAY + 2 * LEASE)

    assert claimed(MONDAY + 2 * LEASE).last_error == "Rejected"


@pytest.mark.django_db
def test_topics_can_be_worked_on_apart() -> None:
    post("a", topic="job")

    assert outbox.claim(MONDAY, lease=LEASE, topics=["mail"]) is None
    assert outbox.claim(MONDAY, lease=LEASE, topics=["job"]) is not None


@pytest.mark.django_db
def test_what_it_says_cannot_be_changed() -> None:
    post()

    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        Message.objects.update(subject="order:2")
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        Message.objects.all().delete()


@pytest.mark.django_db
def test_secrets_do_not_stay_once_they_were_sent() -> None:
    with transaction.atomic():
        outbox.post(
            "mail",
            "account_reset",
            office="0000",
            subject="person:1",
            at=MONDAY,
            dedupe_key="k",
            payload={"token": "rahasia"},
        )
    assert claimed().payload == {"token": "rahasia"}

    outbox.done(Message.objects.get(), MONDAY)

    assert Message.objects.get().payload == {}
