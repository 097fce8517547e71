"""Finding comparisons, and what is still to be done about them."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db.models import QuerySet

from loket.payments.models import ReconciliationLine, ReconciliationRun
from loket.people.models import Office


def runs_of(office: Office) -> QuerySet[ReconciliationRun]:
    return ReconciliationRun.objects.filter(office=office).select_related("office")


def same_file(office: Office, content: bytes, first: date, last: date) -> ReconciliationRun | None:
    """Return the latest comparison of the same bytes over the same days."""
    digest = hashlib.sha256(content).hexdigest()
    found = runs_of(office).filter(sha256=digest, first_day=first, last_day=last)
    return found.order_by("-pk").first()


def open_lines(run: ReconciliationRun) -> QuerySet[ReconciliationLine]:
    """Lines that differ and on which nobody has acted yet."""
    return run.lines.filter(step="").exclude(verdict__in=["matched", "parked"])


def unrecorded(run: ReconciliationRun) -> QuerySet[ReconciliationLine]:
    """Payments that only the other side knows, for codes of this office."""
    found = run.lines.filter(verdict="only_theirs", step="").order_by("position")
    return found.select_related("billing__invoice__order__office", "deposit", "run")
