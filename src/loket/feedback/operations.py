"""Ratings and their follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from loket.feedback.models import FollowUp, Rating
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.process.vocabulary import Actor


@transaction.atomic(durable=True)
def rate(
    order: Order,
    *,
    score: int,
    elements: Mapping[str, int],
    comment: str,
    by: By,
    at: datetime,
) -> Rating:
    """Keep the customer's rating (step O11), once.

    :param score: 1 (poor) to 4 (very good)
    """
    orders.move(order, "rate", by=by, actor=Actor.BUYER, at=at, details={"score": score})
    return Rating.objects.create(
        order=order, score=score, elements=dict(elements), comment=comment, at=at
    )


@transaction.atomic(durable=True)
def follow_up(rating: Rating, *, text: str, by: By, at: datetime) -> FollowUp:
    """Answer a rating by e-mail (step O12); the letter carries the text."""
    done = FollowUp.objects.create(rating=rating, text=text, by_id=by.who, at=at)
    orders.move(rating.order, "follow_up", by=by, actor=Actor.OFFICER, at=at)
    return done
