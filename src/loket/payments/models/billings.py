"""Billing codes, what was told of them, and payments that do not fit. Whole rupiah."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from loket.orders.models import Order
from loket.payments.models.invoices import Invoice
from loket.people.models import User


class Billing(models.Model):
    """A SIMPONI billing code for an invoice, typed by hand or issued host to host."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="billings")
    code = models.CharField(max_length=15, unique=True)
    provider = models.CharField(max_length=12)
    provider_id = models.CharField(max_length=40, blank=True)
    amount = models.PositiveBigIntegerField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # when the source was last asked about it

    class Meta:
        constraints = [
            models.CheckConstraint(name="billing_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="billing_expires_later", condition=Q(expires_at__gt=F("issued_at"))
            ),
        ]


class Notice(models.Model):
    """A payment notice as it came, stored before anything is done with it."""

    provider = models.CharField(max_length=12)
    notice_id = models.CharField(max_length=80, unique=True)
    received_at = models.DateTimeField()
    raw = models.TextField()
    outcome = models.CharField(
        max_length=10,
        choices=[(o, o) for o in ("waiting", "settled", "exception", "refused", "twin")],
        default="waiting",
    )
    processed_at = models.DateTimeField(null=True)


ACTIONS = (
    "accepted",
    "recorded",
    "corrected",
    "new_code",
    "return",
    "other_order",
    "moved",
    "stands",
    "withdrawn",
    "other",
)


class PaymentException(models.Model):
    """Money or a notice that does not fit: late, twin, short, over, unknown. Never dropped.

    `action` says what ended it, `resolution` explains it; one that was moved to the office
    it belongs to goes on as `moved_to`.
    """

    office = models.CharField(max_length=4)
    kind = models.CharField(
        max_length=12,
        choices=[
            (k, k) for k in ("late", "twin", "short", "over", "unknown", "mismatch", "reversed")
        ],
    )
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True)
    billing = models.ForeignKey(Billing, on_delete=models.PROTECT, null=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=15, blank=True)  # as told, known here or not
    ntpn = models.CharField(max_length=16, blank=True)
    amount = models.PositiveBigIntegerField(null=True)
    ntb = models.CharField(max_length=16, blank=True)
    bank = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=8, blank=True)
    paid_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=12, blank=True, choices=[(a, a) for a in ACTIONS])
    resolution = models.CharField(max_length=500, blank=True)
    moved_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="moved_from"
    )
