"""Which questions an office's guest book asked, and when."""

from __future__ import annotations

from django.db import models

from loket.people.models import Office, User


class GuestBookEdition(models.Model):
    """One version of an office's guest book. Never changed: a change is a new row.

    Each visit names the edition it was asked from, so that old answers keep their questions.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="guest_books")
    number = models.PositiveIntegerField()
    questions = models.JSONField()  # see loket.counter.guestbook.as_data, in their order
    changed = models.JSONField(default=list)  # keys of the questions that are new or different
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="guest_book_edition_once", fields=["office", "number"]),
            models.CheckConstraint(
                name="guest_book_edition_from_one", condition=models.Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.number}"
