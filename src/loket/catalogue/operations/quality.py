"""Letting everybody read what the import found."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from loket.catalogue.models import Edition
from loket.ledger import trail
from loket.ledger.context import By


@transaction.atomic(durable=True)
def publish_quality_report(edition: Edition, *, by: By, at: datetime) -> None:
    """Show the edition's quality report on its page; once published it stays so."""
    changed = Edition.objects.filter(pk=edition.pk, quality_published_at=None).update(
        quality_published_at=at
    )
    if changed:
        trail.record(
            "quality_report_published",
            subject=f"edition:{edition.code}/{edition.release}",
            by=by,
            at=at,
            payload={"findings": len(edition.quality.get("findings", []))},
        )
