"""Requests for the return of state revenue: recorded, approved, forwarded, decided. Rupiah."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from loket.documents.models import Document
from loket.orders.models import Order
from loket.payments.models.billings import PaymentException
from loket.payments.models.settlements import Settlement
from loket.people.models import Office, User
from loket.rules.returns import Ground, Outcome, Way


class RevenueReturn(models.Model):
    """
    A payer's request to get state revenue back. Loket moves no money: the treasury does.

    Numbered and printed when a second person has approved it; then forwarded, and the
    answer written down.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    settlement = models.ForeignKey(
        Settlement, on_delete=models.PROTECT, null=True, related_name="+"
    )
    exception = models.ForeignKey(
        PaymentException, on_delete=models.PROTECT, null=True, related_name="returns"
    )
    ground = models.CharField(max_length=16, choices=[(g.value, g.value) for g in Ground])
    reason = models.CharField(max_length=1000)
    ntpn = models.CharField(max_length=16)
    paid_on = models.DateField()
    paid_amount = models.PositiveBigIntegerField()
    amount = models.PositiveBigIntegerField()  # asked back
    way = models.CharField(max_length=8, choices=[(w.value, w.value) for w in Way])
    claimant = models.CharField(max_length=160)
    claimant_address = models.CharField(max_length=250)
    claimant_npwp = models.CharField(max_length=16, blank=True)
    bank = models.CharField(max_length=80, blank=True)
    account_number = models.CharField(max_length=40, blank=True)
    account_name = models.CharField(max_length=120, blank=True)
    asked_on = models.DateField()
    letter_number = models.CharField(max_length=80)
    papers = models.JSONField(default=list)  # codes of the papers that came with it
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approval_note = models.CharField(max_length=400, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=40, null=True, unique=True)
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, related_name="+"
    )
    forwarded_to = models.CharField(max_length=160, blank=True)
    forwarded_on = models.DateField(null=True)
    forwarded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(o.value, o.value) for o in Outcome]
    )
    outcome_amount = models.PositiveBigIntegerField(null=True)
    outcome_letter = models.CharField(max_length=80, blank=True)
    outcome_on = models.DateField(null=True)
    outcome_note = models.CharField(max_length=400, blank=True)
    outcome_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="return_asks_at_most_what_was_paid",
                condition=Q(amount__gt=0, amount__lte=F("paid_amount")),
            ),
            models.CheckConstraint(
                name="return_approved_by_another",
                condition=Q(approved__isnull=True, approved_by__isnull=True)
                | (
                    Q(approved__isnull=False, approved_by__isnull=False)
                    & ~Q(approved_by=F("prepared_by"))
                ),
            ),
            models.CheckConstraint(
                name="return_numbered_when_approved",
                condition=Q(approved=True, number__isnull=False, document__isnull=False)
                | Q(number__isnull=True, document__isnull=True),
            ),
            models.CheckConstraint(
                name="return_decided_after_forwarding",
                condition=Q(outcome="") | Q(forwarded_on__isnull=False, outcome_on__isnull=False),
            ),
            models.CheckConstraint(
                name="return_forwarded_when_approved",
                condition=Q(forwarded_on__isnull=True) | Q(approved=True),
            ),
            models.UniqueConstraint(
                name="return_serial_once", fields=["office", "year", "serial"]
            ),
        ]
