"""In which order guests are called, as data."""

from __future__ import annotations

from django.db import models

from loket.people.models import Office, User


class PriorityPolicy(models.Model):
    """One version of an office's order of calling. Never changed: a change is a new row."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="policies")
    name = models.CharField(max_length=80)
    effective_from = models.DateTimeField()
    # So many guests with priority in a row, then one without, while both wait.
    priority_run = models.PositiveSmallIntegerField(default=2)
    # One step of a service's weight is worth so many minutes of waiting.
    ageing_minutes = models.PositiveSmallIntegerField(default=10)
    # Who has waited longer than this is next, whoever else waits; 0: no cap.
    cap_minutes = models.PositiveSmallIntegerField(default=45)
    transferred_keep_arrival = models.BooleanField(default=True)
    returned_keep_place = models.BooleanField(default=False)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    adopted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="policy_in_force", fields=["office", "effective_from"])]
        constraints = [
            models.CheckConstraint(
                name="policy_run_is_positive", condition=models.Q(priority_run__gte=1)
            )
        ]

    def __str__(self) -> str:
        return self.name
