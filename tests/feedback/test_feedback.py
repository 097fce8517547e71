"""Ratings: once for each order, after delivery, answered by letter."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from loket.feedback import operations, queries
from loket.feedback.models import FollowUp, Rating
from loket.ledger.models import Message
from loket.orders.models import Order
from loket.orders.operations import ActionRefused
from tests.factories import Sale, Shop, follow, online


def rate(sale: Sale, score: int = 2) -> Rating:
    return operations.rate(
        sale.order,
        score=score,
        elements={"U1": 3},
        comment="lambat",
        by=sale.by("buyer"),
        at=sale.later(),
    )


def test_nothing_is_rated_before_delivery(shop: Shop) -> None:
    sale = follow(online(shop), until="kuitansi")

    with pytest.raises(ActionRefused):
        rate(sale)

    assert not Rating.objects.exists()


def test_it_is_given_once_and_answered_by_letter(shop: Shop) -> None:
    sale = follow(online(shop), until="deliver")
    rating = rate(sale)
    with pytest.raises(ActionRefused):
        rate(sale)
    assert list(queries.awaiting_follow_up(shop.office)) == [rating]

    operations.follow_up(rating, text="Mohon maaf.", by=sale.by("officer"), at=sale.later())

    assert not queries.awaiting_follow_up(shop.office)
    assert FollowUp.objects.get().text == "Mohon maaf."
    assert Message.objects.filter(name="feedback_followed_up").count() == 1
    assert queries.average(shop.office) == (2.0, 1)


@pytest.mark.parametrize("score", [0, 5])
def test_the_database_keeps_the_scale(shop: Shop, score: int) -> None:
    sale = follow(online(shop), until="deliver")

    with pytest.raises(IntegrityError):
        rate(sale, score)

    assert "RATED" not in Order.objects.get().facts
