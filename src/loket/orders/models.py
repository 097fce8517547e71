"""The order and its items."""

from __future__ import annotations

import uuid

from django.db import models

from loket.counter.models import Visit
from loket.people.models import Office, User
from loket.process.vocabulary import State

CHANNELS = [("walk_in", "walk_in"), ("online", "online")]


class Order(models.Model):
    """One sale from request to rating. It moves only through `operations.move`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True, null=True)  # from submission on
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="orders")
    buyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="orders")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="orders")
    channel = models.CharField(max_length=8, choices=CHANNELS)
    process_version = models.CharField(max_length=8)
    language = models.CharField(max_length=2, default="id")
    state = models.CharField(max_length=12, choices=[(s, s) for s in State], default=State.DRAFT)
    facts = models.JSONField(default=list)
    traits = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0)  # 1 after the customer's revision
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    state_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # of the promise at this stage
    delivered_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="orders_served"
    )

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="order_state_is_known", condition=models.Q(state__in=list(State))
            ),
            models.CheckConstraint(
                name="order_channel_is_known",
                condition=models.Q(channel__in=["walk_in", "online"]),
            ),
            models.CheckConstraint(
                name="order_reference_once_submitted",
                condition=models.Q(reference__isnull=False)
                | models.Q(state__in=[State.DRAFT, State.CANCELLED]),
            ),
            models.CheckConstraint(
                name="order_one_revision_round", condition=models.Q(round__lte=1)
            ),
        ]
        indexes = [
            models.Index(name="order_work_list", fields=["office", "state", "due_at"]),
            models.Index(name="order_by_buyer", fields=["buyer", "-created_at"]),
        ]

    def __str__(self) -> str:
        return self.reference or str(self.public_id)


class Item(models.Model):
    """One product on the order, by its executable definition."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=9, choices=[("microdata", "microdata"), ("area_map", "area_map")]
    )
    product_code = models.CharField(max_length=64)
    title = models.CharField(max_length=250)
    definition = models.TextField()  # canonical JSON
    definition_hash = models.CharField(max_length=64)
    replaced_at = models.DateTimeField(null=True)  # by the customer's revision

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="item_position_once",
                fields=["order", "position"],
                condition=models.Q(replaced_at__isnull=True),
            )
        ]


class LegalMove(models.Model):
    """The process as rows, so that the database can refuse what it does not know."""

    channel = models.CharField(max_length=8)
    process_version = models.CharField(max_length=8)
    action = models.CharField(max_length=32)
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="legal_move_once",
                fields=["channel", "process_version", "action", "from_state", "to_state"],
            )
        ]
