"""The tariff books of an office: drafts, and versions adopted by a second person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from loket.people.models import Office, User


class TariffVersion(models.Model):
    """One version of a regulation's tariff book at one office; frozen once adopted.

    It is a draft, then proposed, then adopted by somebody else. The adopted version begun
    latest is the one in force; until an office has one, it sells by a shipped book.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tariff_versions")
    code = models.CharField(max_length=24)  # of the regulation, as PP-13-2024
    version = models.PositiveSmallIntegerField()
    record = models.JSONField()  # the book: loket.rules.tariffs.record
    digest = models.CharField(max_length=64)  # of what it prices by
    effective_from = models.DateField(null=True)  # first day, by the office's calendar
    effective_to = models.DateField(null=True)  # last day; None while it lasts
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    returned_because = models.CharField(max_length=500, blank=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-effective_from", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="tariff_version_once", fields=["office", "code", "version"]
            ),
            models.UniqueConstraint(
                name="tariff_adopted_one_a_day",
                fields=["office", "effective_from"],
                condition=Q(adopted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="tariff_adopted_by_another",
                condition=Q(adopted_at__isnull=True, adopted_by__isnull=True)
                | (
                    Q(
                        adopted_at__isnull=False,
                        adopted_by__isnull=False,
                        proposed_by__isnull=False,
                        effective_from__isnull=False,
                        discarded_at__isnull=True,
                    )
                    & ~Q(adopted_by=F("proposed_by"))
                    & ~Q(adopted_by=F("edited_by"))
                ),
            ),
            models.CheckConstraint(
                name="tariff_ends_after_it_begins",
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def stage(self) -> str:
        """Return `adopted`, `discarded`, `proposed` or `draft`."""
        if self.adopted_at:
            return "adopted"
        if self.discarded_at:
            return "discarded"
        return "proposed" if self.proposed_at else "draft"
