"""Cash from the drawer to the state: deposits, and the close of each day. Whole rupiah."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from loket.documents.models import Document
from loket.payments.models.settlements import Settlement
from loket.people.models import Office, User


class CashDeposit(models.Model):
    """Cash that the treasurer pays into the treasury by a billing code of their own."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=15, unique=True)
    amount = models.PositiveBigIntegerField()
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ntpn = models.CharField(max_length=16, null=True, unique=True)
    ntb = models.CharField(max_length=16, blank=True)
    bank = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=8, blank=True)
    paid_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)  # expired unpaid: its cash is free again
    close = models.ForeignKey(
        "DayClose", on_delete=models.PROTECT, null=True, related_name="deposits"
    )  # whose book shows that it left the drawer

    class Meta:
        constraints = [
            models.CheckConstraint(name="deposit_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="deposit_paid_with_receipt_number",
                condition=Q(ntpn__isnull=True, paid_at__isnull=True, recorded_at__isnull=True)
                | Q(ntpn__isnull=False, paid_at__isnull=False, recorded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="deposit_paid_or_dropped",
                condition=Q(ntpn__isnull=True) | Q(dropped_at__isnull=True),
            ),
        ]


class DepositedCash(models.Model):
    """Which receipts of cash a deposit carries; each goes to the treasury once."""

    deposit = models.ForeignKey(CashDeposit, on_delete=models.PROTECT, related_name="carried")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="deposits")
    is_dropped = models.BooleanField(default=False)  # with its deposit

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cash_deposited_once",
                fields=["settlement"],
                condition=Q(is_dropped=False),
            )
        ]


class DayClose(models.Model):
    """The drawer counted against the book, once a day; the paper is signed and kept."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    opening = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField()
    deposited = models.PositiveBigIntegerField()
    expected = models.BigIntegerField()  # below zero if more was deposited than was counted
    counted = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    last_settlement = models.PositiveBigIntegerField()  # what is later belongs to the next book
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="day_closed_once", fields=["office", "day"]),
            models.UniqueConstraint(
                name="day_close_serial_once", fields=["office", "year", "serial"]
            ),
            models.CheckConstraint(
                name="day_close_adds_up",
                condition=Q(expected=F("opening") + F("received") - F("deposited")),
            ),
            models.CheckConstraint(
                name="day_close_explains_a_difference",
                condition=Q(counted=F("expected")) | ~Q(reason=""),
            ),
        ]

    @property
    def difference(self) -> int:
        """Counted less expected: negative when money is missing."""
        return self.counted - self.expected
