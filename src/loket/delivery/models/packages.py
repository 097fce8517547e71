"""Prepared packages, samples, grants, hand-overs and corrections."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from loket.agreements.models import Sppd
from loket.documents.models import Document
from loket.orders.models import Order
from loket.payments.models import Settlement, Waiver
from loket.people.models import User

SAMPLE_MODES = [(s, s) for s in ("structure", "real")]
CHECKED_STATUS = [(s, s) for s in ("queued", "ready", "failed")]


class Package(models.Model):
    """What was prepared for an order, one row a version; it lies sealed in the store."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="packages")
    version = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=6, choices=CHECKED_STATUS, default="queued")
    problem = models.JSONField(default=dict)  # {"id": …, "en": …} when it failed
    queued_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True)
    manifest = models.JSONField(default=list)  # [{"name", "size", "sha256"}]
    measured = models.JSONField(default=list)  # [{"definition_hash", "bytes", "unit"}]
    sha256 = models.CharField(max_length=64, blank=True)  # of the package as delivered
    size = models.PositiveBigIntegerField(default=0)  # bytes of the package as delivered
    blob = models.CharField(max_length=64, blank=True)  # of the sealed bytes in the store
    blob_size = models.PositiveBigIntegerField(default=0)  # bytes as sealed
    sealed_key = models.TextField(blank=True)  # wrapped; of no use without the master key
    checks = models.JSONField(default=list)  # of each item: {"sha256", "findings": […], …}
    check_sha256 = models.CharField(max_length=64, blank=True)  # of all of them: see a decision

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(name="package_version_once", fields=["order", "version"]),
            models.CheckConstraint(
                name="package_ready_is_complete",
                condition=~Q(status="ready") | (~Q(sha256="") & ~Q(blob="") & Q(size__gt=0)),
            ),
        ]


class Sample(models.Model):
    """
    The sample that goes out before the agreement is signed. Of mode `structure` it holds no
    real record; of mode `real`, a few rows as a second person approved.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="samples")
    round = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=9, choices=SAMPLE_MODES, default="structure")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    built_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sample_once_a_round", fields=["order", "round", "mode"])
        ]


class Grant(models.Model):
    """The permission to take a package out: paid for or waived, and signed for."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="grants")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="grants")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, null=True)
    waiver = models.ForeignKey(Waiver, on_delete=models.PROTECT, null=True)
    sppd = models.ForeignKey(Sppd, on_delete=models.PROTECT)
    manifest_sha256 = models.CharField(max_length=64)
    key = models.TextField()  # the package's key, wrapped for this grant
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    downloads_allowed = models.PositiveSmallIntegerField(default=20)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                name="grant_paid_or_waived",
                condition=Q(settlement__isnull=False, waiver__isnull=True)
                | Q(settlement__isnull=True, waiver__isnull=False),
            )
        ]


class Download(models.Model):
    """One row for every answer that carried bytes of a package."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="downloads")
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()
    first_byte = models.PositiveBigIntegerField()
    last_byte = models.PositiveBigIntegerField()
    is_whole = models.BooleanField()


class Handover(models.Model):
    """Data given on a medium at the counter."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="handovers")
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT)
    number = models.CharField(max_length=40, unique=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT)
    medium = models.CharField(max_length=60)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()


class ErrorReport(models.Model):
    """What was wrong with a delivered package, and the version that repaired it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="error_reports")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="error_reports")
    what = models.TextField(max_length=2000)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    repaired = models.OneToOneField(Package, on_delete=models.PROTECT, null=True, related_name="+")
