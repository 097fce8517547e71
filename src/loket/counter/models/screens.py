"""What the screens of an office follow."""

from __future__ import annotations

from django.db import models

from loket.people.models import Office


class Board(models.Model):
    """A number that grows with every change a screen could show."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="board")
    version = models.PositiveBigIntegerField(default=0)


class Notice(models.Model):
    """A sentence of the office for the wall screen."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="notices")
    text_id = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]


class Kiosk(models.Model):
    """A device that may open visits and take tickets for one office, and nothing else."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="kiosks")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the device's secret
    paper_width = models.PositiveSmallIntegerField(default=80)  # millimetres; 0: no printer
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kiosk_paper_is_known", condition=models.Q(paper_width__in=[0, 58, 80])
            )
        ]
