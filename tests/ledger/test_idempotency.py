"""A key is used once: the same request twice has one effect, and another body is refused."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from loket.ledger import context, idempotency, trail
from loket.ledger.context import By, Request
from loket.ledger.idempotency import DuplicateRequest, Given, OtherBody
from loket.ledger.models import Answer, Event
from tests.factories import MONDAY

BY = By(person=None, role="system", office="3304")


def request(body: str = "a" * 64, key: str = "key-0123456789ab") -> Request:
    return Request(id="r", account="7", route="desk:accept", key=key, body_hash=body)


def act(work: Request, *, fails: bool = False) -> None:
    with context.working_for(work), transaction.atomic():
        trail.record("try", subject="thing:1", by=BY, at=MONDAY)
        trail.record("try", subject="thing:2", by=BY, at=MONDAY)
        if fails:
            raise RuntimeError


@pytest.mark.django_db
def test_the_same_request_twice_has_one_effect() -> None:
    act(request())

    with pytest.raises(DuplicateRequest):
        act(request())

    assert Event.objects.count() == 2
    assert Answer.objects.count() == 1


@pytest.mark.django_db
def test_the_repeat_gets_the_same_answer() -> None:
    first = request()
    assert idempotency.earlier_answer(request()) is None
    act(first)
    assert idempotency.earlier_answer(request()) == Given(None, "")

    idempotency.remember(first, status=302, location="/pesanan/1/")

    assert idempotency.earlier_answer(request()) == Given(302, "/pesanan/1/")


@pytest.mark.django_db
def test_another_body_under_the_key_is_refused() -> None:
    act(request())

    with pytest.raises(OtherBody):
        idempotency.earlier_answer(request(body="b" * 64))


@pytest.mark.django_db
def test_a_key_belongs_to_one_account_and_one_route() -> None:
    act(request())
    other = request()
    other.account = "8"
    act(other)
    elsewhere = request()
    elsewhere.route = "desk:reject"
    act(elsewhere)

    assert Answer.objects.count() == 3


@pytest.mark.django_db
def test_a_rolled_back_effect_leaves_the_key_unused() -> None:
    with pytest.raises(RuntimeError):
        act(request(), fails=True)

    assert not Answer.objects.exists()
    act(request())
    assert Event.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_second_try_within_the_request_claims_the_key_again() -> None:
    work = request()
    with pytest.raises(RuntimeError):
        act(work, fails=True)

    act(work)

    assert Answer.objects.count() == 1
    act(work)  # a second effect of the same request needs no second key
    assert (Answer.objects.count(), Event.objects.count()) == (1, 4)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_try_does_not_hide_the_twin() -> None:
    work = request()
    with pytest.raises(RuntimeError):
        act(work, fails=True)
    act(request())  # the twin was quicker

    with pytest.raises(DuplicateRequest):
        act(work)
    assert Event.objects.count() == 2


@pytest.mark.django_db
def test_work_without_a_key_is_free() -> None:
    act(request(key=""))
    act(request(key=""))

    assert not Answer.objects.exists()
    assert Event.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_of_parallel_twins_one_acts() -> None:
    outcomes: list[str] = []

    def twin() -> None:
        try:
            act(request())
            outcomes.append("acted")
        except DuplicateRequest:
            outcomes.append("twin")
        finally:
            connection.close()

    threads = [threading.Thread(target=twin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["acted", *["twin"] * 7]
    assert Event.objects.count() == 2
