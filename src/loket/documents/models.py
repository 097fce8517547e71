"""Papers that the office issued, and files that others handed in."""

from __future__ import annotations

import uuid

from django.db import models


class Document(models.Model):
    """One issued paper: its frozen data, its PDF by hash, its public verification code."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=40)
    office = models.CharField(max_length=4)
    subject = models.CharField(max_length=64)  # the order, visit or day it belongs to
    language = models.CharField(max_length=2)
    data = models.JSONField()
    template_version = models.CharField(max_length=24)
    sha256 = models.CharField(max_length=64)  # of the PDF in the store
    size = models.PositiveIntegerField()  # bytes
    code = models.CharField(max_length=20, unique=True)  # on the QR; tells nothing by itself
    issued_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="document_number_once",
                fields=["kind", "number"],
                condition=~models.Q(number=""),
            )
        ]
        indexes = [models.Index(name="document_by_subject", fields=["subject", "kind"])]


class Verdict(models.TextChoices):
    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"


class Upload(models.Model):
    """A file from outside. It is shown to nobody before its verdict."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.CharField(max_length=4)
    subject = models.CharField(max_length=64)
    purpose = models.CharField(max_length=16)  # abstraksi, sppd, transfer, letter
    uploaded_by = models.BigIntegerField()  # person
    at = models.DateTimeField()
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.WAITING)
    findings = models.JSONField(default=dict)  # what the check or the signature showed

    class Meta:
        indexes = [models.Index(name="upload_by_subject", fields=["subject", "purpose"])]
