"""What pages ask about ratings."""

from __future__ import annotations

from django.db.models import Avg, Count, QuerySet

from loket.feedback.models import Rating
from loket.orders.models import Order
from loket.people.models import Office

LOW = 2  # a score of 1 or 2 needs an answer


def rating_of(order: Order) -> Rating | None:
    return Rating.objects.filter(order=order).first()


def awaiting_follow_up(office: Office) -> QuerySet[Rating]:
    return (
        Rating.objects.filter(order__office=office, follow_ups=None, score__lte=LOW)
        .select_related("order", "order__buyer")
        .order_by("at")
    )


def ratings_of(office: Office) -> QuerySet[Rating]:
    return Rating.objects.filter(order__office=office).select_related("order").order_by("-at")


def average(office: Office) -> tuple[float | None, int]:
    """Return the mean score (1 to 4; None without ratings) and the number of ratings."""
    found = Rating.objects.filter(order__office=office).aggregate(Avg("score"), Count("pk"))
    return found["score__avg"], found["pk__count"]
