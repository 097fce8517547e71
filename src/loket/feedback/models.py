"""Ratings and what the office did about them."""

from __future__ import annotations

from django.db import models

from loket.orders.models import Order
from loket.people.models import User

LOWEST, HIGHEST = 1, 4  # the scale of PermenPANRB 14/2017


class Rating(models.Model):
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField()
    elements = models.JSONField(default=dict)  # the nine elements, each 1..4, as far as answered
    comment = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rating_on_the_scale",
                condition=models.Q(score__gte=LOWEST, score__lte=HIGHEST),
            )
        ]


class FollowUp(models.Model):
    """A letter that the office sent because of a rating."""

    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="follow_ups")
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()
