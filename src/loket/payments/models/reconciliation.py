"""A SIMPONI export compared with our own books. Whole rupiah."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from loket.payments.models.billings import Billing, PaymentException
from loket.payments.models.cash import CashDeposit
from loket.payments.models.settlements import Settlement
from loket.people.models import Office, User

VERDICTS = (
    "matched",
    "parked",
    "only_ours",
    "only_theirs",
    "unknown_code",
    "amount_differs",
    "date_differs",
    "ntpn_differs",
    "reversed",
)
STEPS = ("parked", "recorded", "noted")


class ReconciliationRun(models.Model):
    """One comparison: which file, which days, and how many lines came out how."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)  # of the file, kept in the store
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()  # ours are taken from these days, by the office's clock
    last_day = models.DateField()
    counts = models.JSONField()  # verdict: how many lines
    problems = models.JSONField(default=list)  # rows that could not be read, and why
    other_offices = models.PositiveIntegerField(default=0)  # rows of other satker

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reconciliation_days_in_order",
                condition=Q(last_day__gte=models.F("first_day")),
            )
        ]


class ReconciliationLine(models.Model):
    """A payment of theirs, of ours, or of both, and what was done about a difference."""

    run = models.ForeignKey(ReconciliationRun, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    verdict = models.CharField(max_length=16, choices=[(v, v) for v in VERDICTS])
    code = models.CharField(max_length=15)
    ntpn = models.CharField(max_length=16, blank=True)
    theirs = models.JSONField(null=True)  # the row as read; None if it is only ours
    our_amount = models.PositiveBigIntegerField(null=True)
    our_ntpn = models.CharField(max_length=16, blank=True)
    our_paid_at = models.DateTimeField(null=True)
    billing = models.ForeignKey(Billing, on_delete=models.PROTECT, null=True, related_name="+")
    settlement = models.ForeignKey(
        Settlement, on_delete=models.PROTECT, null=True, related_name="+"
    )
    deposit = models.ForeignKey(CashDeposit, on_delete=models.PROTECT, null=True, related_name="+")
    exception = models.ForeignKey(
        PaymentException, on_delete=models.PROTECT, null=True, related_name="+"
    )
    step = models.CharField(max_length=8, blank=True, choices=[(s, s) for s in STEPS])
    note = models.CharField(max_length=400, blank=True)
    step_at = models.DateTimeField(null=True)
    step_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reconciliation_line_once", fields=["run", "position"]),
            models.CheckConstraint(
                name="reconciliation_step_has_its_person",
                condition=Q(step="", step_at__isnull=True, step_by__isnull=True)
                | (~Q(step="") & Q(step_at__isnull=False, step_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="reconciliation_note_gives_a_reason",
                condition=~Q(step="noted") | ~Q(note=""),
            ),
        ]
