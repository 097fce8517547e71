"""What a second person decides about data before they are shown or leave."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from loket.delivery.models.packages import Package
from loket.orders.models import Order
from loket.people.models import User

ASSESSED = [(s, s) for s in ("asked", "assessed", "approved", "refused", "built", "failed")]


class ReleaseDecision(models.Model):
    """The approving official's answer to what the check of a package found."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="release_decisions")
    package = models.ForeignKey(
        Package, on_delete=models.PROTECT, related_name="release_decisions"
    )
    check_sha256 = models.CharField(max_length=64)  # of the findings decided upon
    approved = models.BooleanField()
    reason = models.TextField(max_length=2000)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="release_decided_by_another", condition=~Q(decided_by=F("prepared_by"))
            )
        ]


class RealSample(models.Model):
    """A request to show a few real rows: measured on the full file, approved by another."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="real_samples")
    round = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, choices=ASSESSED, default="asked")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    assessed_at = models.DateTimeField(null=True)
    record = models.JSONField(default=list)  # one assessment an item: measures and thresholds
    reasons = models.JSONField(default=list)  # what forbids it: [{"id", "en"}]
    sha256 = models.CharField(max_length=64, blank=True)  # of the assessments approved
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["requested_at"]
        constraints = [
            models.UniqueConstraint(name="real_sample_once_a_round", fields=["order", "round"]),
            models.CheckConstraint(
                name="real_sample_approved_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="real_sample_built_once_approved",
                condition=~Q(status__in=["approved", "built"])
                | Q(decided_by__isnull=False) & ~Q(sha256="") & ~Q(note=""),
            ),
        ]
