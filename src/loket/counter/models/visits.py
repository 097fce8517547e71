"""A guest's visit and what the guest wrote into the guest book."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from loket.counter.models.guest_books import GuestBookEdition
from loket.people.models import Office, User


class PriorityReason(models.TextChoices):
    """Why a guest goes before others. Recorded only if the guest says so, and never shown."""

    NONE = "", _("Tidak ada")
    DISABILITY = "disability", _("Penyandang disabilitas")
    ELDERLY = "elderly", _("Lanjut usia")
    PREGNANT = "pregnant", _("Ibu hamil")
    INFANT = "infant", _("Membawa bayi atau anak kecil")


class Visit(models.Model):
    """One coming of one guest to the office; the guest-book entry is copied as it was then."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="visits")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    guest = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="visits")
    identity_checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="visits_checked"
    )
    identity_checked_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=2, default="id")
    origin = models.CharField(max_length=8)  # kiosk, desk or slip

    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=24, blank=True)
    institution = models.CharField(max_length=160, blank=True)
    answers = models.JSONField(default=dict)  # further guest-book fields, by key
    guest_book = models.ForeignKey(
        GuestBookEdition, on_delete=models.PROTECT, null=True, related_name="visits"
    )  # what was asked; null: the questions shipped with the product
    priority_reason = models.CharField(max_length=12, choices=PriorityReason, blank=True)
    consent_version = models.CharField(max_length=16, blank=True)
    consent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_closes_after_opening",
                condition=models.Q(closed_at__isnull=True)
                | models.Q(closed_at__gte=models.F("opened_at")),
            ),
            models.CheckConstraint(
                name="visit_origin_is_known",
                condition=models.Q(origin__in=["kiosk", "desk", "slip"]),
            ),
            models.CheckConstraint(
                name="visit_priority_is_known",
                condition=models.Q(priority_reason__in=PriorityReason.values),
            ),
        ]
        indexes = [
            models.Index(name="visit_by_phone", fields=["office", "phone"]),
            models.Index(name="visit_by_email", fields=["office", "email"]),
            models.Index(
                name="visit_open",
                fields=["office", "opened_at"],
                condition=models.Q(closed_at__isnull=True),
            ),
        ]
