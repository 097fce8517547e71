"""Investigating a file found where it should not be: from which order does it come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from loket import wiring
from loket.catalogue import masters
from loket.delivery import marks
from loket.delivery.models import Investigation, Package
from loket.ledger import outbox, trail
from loket.ledger.context import By
from loket.microdata.edition import Edition, open_edition
from loket.microdata.errors import MicrodataError
from loket.microdata.fingerprint import OrderKey, Suspect
from loket.microdata.formats.readers import SUFFIXES
from loket.microdata.leaks import trace_safely
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.people.models import Office
from loket.ports.storage import Blob, SealedBlob

LARGEST = 2 << 30  # bytes of a found file
TAKEN = (*sorted(SUFFIXES), ".zip")
JOB = "investigate"


class NothingSold(MicrodataError):
    """There is no marked copy that the file could come from."""


def open_case(
    office: Office, found: BinaryIO, *, suffix: str, reason: str, by: By, at: datetime
) -> Investigation:
    """
    Take in a found file, sealed, and have its origin looked for in the background.

    :param suffix: of the file's name, with its dot; nothing else of the name is kept
    """
    case = Investigation(office=office, reason=reason, suffix=suffix.lower(), opened_at=at)
    sealed = wiring.vault().seal(found, context=_context(case))
    with transaction.atomic(durable=True):
        case.opened_by_id = by.who
        case.sha256, case.size = sealed.plain.sha256, sealed.plain.size
        case.blob, case.blob_size = sealed.stored.sha256, sealed.stored.size
        case.sealed_key = sealed.wrapped_key
        case.save(force_insert=True)
        _record("open_investigation", case, by, at, {"sha256": case.sha256, "size": case.size})
        outbox.post(
            "job",
            JOB,
            office=office.code,
            subject=subject_of(case),
            at=at,
            dedupe_key=f"{JOB}:{case.public_id}",
        )
    return case


def investigate(case: Investigation, *, by: By, at: datetime) -> None:
    """Trace the file among the office's orders and keep the answer. Harmless when run twice."""
    if case.status != "waiting":
        return
    content = SealedBlob(
        Blob(case.blob, case.blob_size), Blob(case.sha256, case.size), case.sealed_key
    )
    with marks.scratch() as folder:
        path = folder / f"temuan{case.suffix}"
        with wiring.vault().open(content, context=_context(case)) as stored:
            marks.copy(stored, path)
        try:
            answer = trace(path, packages(case.office))
        except MicrodataError as error:
            _finish(case, "failed", {"id": error.id, "en": error.en}, by, at)
        else:
            _finish(case, "done", answer, by, at)


def packages(office: Office | None = None) -> list[Package]:
    """Return every package with microdata that was ever made ready: each may have leaked."""
    ready = Package.objects.filter(status="ready").select_related("order")
    if office is not None:
        ready = ready.filter(order__office=office)
    return [package for package in ready.order_by("pk") if marks.of(package)]


def trace(path: Path, made: Iterable[Package]) -> dict[str, Any]:
    """
    Rank the orders of these packages for a file; see `microdata.fingerprint`.

    :raises NothingSold: if there are none
    :raises MicrodataError: if the file cannot be read, or fits no edition that was sold
    """
    editions: dict[str, Edition] = {}
    suspects: dict[tuple[str, str], Suspect] = {}
    for package in made:
        for mark in marks.of(package):
            if mark.master not in editions:
                editions[mark.master] = open_edition(masters.folder(mark.master))
            key = (str(package.order.public_id), repr(mark.channels))
            suspects[key] = Suspect(marks.key_of(package.order), mark.channels)
    if not suspects:
        raise NothingSold(
            id="belum ada salinan data mikro yang dibuat di kantor ini",
            en="no copy of microdata has been made by this office yet",
        )
    return trace_safely(path, list(editions.values()), list(suspects.values()))


@transaction.atomic(durable=True)
def open_key(order: Order, *, by: By, at: datetime) -> OrderKey:
    """Open the key of an order as proof: its SHA-256 is the commitment on the receipt."""
    key = marks.key_of(order)
    trail.record(
        "open_order_key",
        subject=orders.subject_of(order),
        by=by,
        at=at,
        payload={"commitment": key.commitment},
    )
    return key


def subject_of(case: Investigation) -> str:
    return f"investigation:{case.public_id}"


def by_subject(subject: str) -> Investigation | None:
    kind, _, public_id = subject.partition(":")
    if kind != "investigation":
        return None
    return Investigation.objects.select_related("office").filter(public_id=public_id).first()


@transaction.atomic(durable=True)
def _finish(
    case: Investigation, status: str, said: Mapping[str, Any], by: By, at: datetime
) -> None:
    column = "result" if status == "done" else "problem"
    waiting = Investigation.objects.filter(pk=case.pk, status="waiting")
    if not waiting.update(**{column: dict(said)}, status=status, finished_at=at):
        return
    sources = [each["reference"] for each in said.get("ranking", ()) if each["is_source"]]
    _record("finish_investigation", case, by, at, {"status": status, "sources": sources})


def _context(case: Investigation) -> str:
    return f"investigation:{case.public_id}"


def _record(
    action: str, case: Investigation, by: By, at: datetime, payload: Mapping[str, Any]
) -> None:
    trail.record(action, subject=subject_of(case), by=by, at=at, payload=payload)
