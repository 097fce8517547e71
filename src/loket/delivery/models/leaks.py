"""Files found where they should not be, and the orders they may come from."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from loket.people.models import Office, User

STATUS = [(s, s) for s in ("waiting", "done", "failed")]


class Investigation(models.Model):
    """One found file. It lies sealed in the store; the answer names orders, no persons."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="investigations")
    reason = models.TextField(max_length=2000)  # where it was found, and who may know why
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    suffix = models.CharField(max_length=8)  # of the found file, with its dot
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    blob = models.CharField(max_length=64)
    blob_size = models.PositiveBigIntegerField()
    sealed_key = models.TextField()
    status = models.CharField(max_length=7, choices=STATUS, default="waiting")
    result = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)  # {"id": …, "en": …} when it failed
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                name="investigation_finished_once_done",
                condition=Q(status="waiting") | Q(finished_at__isnull=False),
            )
        ]
