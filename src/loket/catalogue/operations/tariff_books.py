"""Tariff books of an office: drafted and edited by one, adopted by another, then frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from loket.catalogue.errors import CatalogueError, ChangedMeanwhile
from loket.catalogue.models import TariffVersion
from loket.ledger import trail
from loket.ledger.context import By
from loket.people.models import Office
from loket.people.queries import local_day
from loket.rules.dates import format_date
from loket.rules.tariffs import TariffBook, book_digest, book_from_record, book_to_record


class NotADraft(CatalogueError):
    """An adopted, proposed or discarded book is not edited; a new draft is."""

    def __init__(self) -> None:
        super().__init__(
            id="Buku tarif ini bukan rancangan lagi, sehingga tidak dapat diubah. Buat rancangan "
            "baru darinya.",
            en="This tariff book is no longer a draft, so it cannot be changed. Make a new draft "
            "of it.",
        )


class NotAdoptable(CatalogueError):
    """The dates or the amounts keep the book from being adopted; the words say which."""


class AnotherMustAdopt(CatalogueError):
    """Whoever wrote or proposed a book does not adopt it."""

    def __init__(self) -> None:
        super().__init__(
            id="Buku tarif ditetapkan oleh orang lain daripada yang menyusun dan mengusulkannya. "
            "Mintalah administrator lain menetapkannya.",
            en="A tariff book is adopted by somebody other than those who wrote and proposed it. "
            "Ask another administrator to adopt it.",
        )


@transaction.atomic(durable=True)
def draft_book(office: Office, book: TariffBook, *, by: By, at: datetime) -> TariffVersion:
    """Begin a draft from a shipped book or from an earlier version."""
    trail.lock(by.office)
    last = TariffVersion.objects.filter(office=office, code=book.code).aggregate(n=Max("version"))
    version = TariffVersion.objects.create(
        office=office,
        version=(last["n"] or 0) + 1,
        code=book.code,
        edited_by_id=by.who,
        edited_at=at,
        **_columns(book),
    )
    _record("draft_tariff_book", version, by=by, at=at)
    return version


@transaction.atomic(durable=True)
def edit_book(version: TariffVersion, book: TariffBook, *, by: By, at: datetime) -> None:
    """Write the draft anew.

    :raises NotADraft: once it is proposed
    :raises ChangedMeanwhile: if somebody else edited it since it was read
    """
    trail.lock(by.office)
    _require_draft(version)
    _change(version, {**_columns(book), "edited_by_id": by.who, "edited_at": at})
    _record("edit_tariff_book", version, by=by, at=at)


@transaction.atomic(durable=True)
def propose_book(version: TariffVersion, *, by: By, at: datetime) -> None:
    """Ask somebody else to adopt the draft.

    :raises NotADraft, ChangedMeanwhile:
    :raises NotAdoptable: its dates or amounts do not allow it yet
    """
    trail.lock(by.office)
    _require_draft(version)
    _require_adoptable(version, at)
    _change(version, {"proposed_by_id": by.who, "proposed_at": at, "returned_because": ""})
    _record("propose_tariff_book", version, by=by, at=at)


@transaction.atomic(durable=True)
def adopt_book(version: TariffVersion, *, by: By, at: datetime) -> None:
    """Adopt what somebody else wrote and proposed; from its first day it is in force.

    :raises AnotherMustAdopt: for one's own, or one that nobody proposed
    :raises NotAdoptable: its first day has gone by, or another book covers its days
    :raises ChangedMeanwhile:
    """
    trail.lock(by.office)
    version.refresh_from_db()
    if version.stage != "proposed" or by.who in {version.proposed_by_id, version.edited_by_id}:
        raise AnotherMustAdopt
    _require_adoptable(version, at)
    _change(version, {"adopted_by_id": by.who, "adopted_at": at})
    _record("adopt_tariff_book", version, by=by, at=at)


@transaction.atomic(durable=True)
def return_book(version: TariffVersion, *, reason: str, by: By, at: datetime) -> None:
    """Give a proposed book back to be edited, saying why.

    :raises NotADraft: if it is not waiting
    :raises ChangedMeanwhile:
    """
    trail.lock(by.office)
    if version.stage != "proposed":
        raise NotADraft
    changes = {"proposed_by_id": None, "proposed_at": None, "returned_because": reason[:500]}
    _change(version, changes)
    _record("return_tariff_book", version, by=by, at=at)


@transaction.atomic(durable=True)
def discard_book(version: TariffVersion, *, by: By, at: datetime) -> None:
    """Put a draft away for good; its number is not used again.

    :raises NotADraft, ChangedMeanwhile:
    """
    trail.lock(by.office)
    _require_draft(version)
    _change(version, {"discarded_at": at})
    _record("discard_tariff_book", version, by=by, at=at)


def _columns(book: TariffBook) -> dict[str, Any]:
    return {
        "record": book_to_record(book),
        "digest": book_digest(book),
        "effective_from": book.effective_from,
        "effective_to": book.effective_to,
    }


def _require_draft(version: TariffVersion) -> None:
    if version.stage != "draft":
        raise NotADraft


def _require_adoptable(version: TariffVersion, at: datetime) -> None:
    book = book_from_record(version.record)
    if not any(line.complete for line in book.lines):
        raise NotAdoptable(
            id="Belum ada satu pun besaran yang diisi. Isi besaran dari lampiran resmi dahulu.",
            en="Not one amount has been entered. Enter the amounts from the official annex first.",
        )
    begins = book.effective_from
    if begins is None:
        raise NotAdoptable(
            id="Tanggal mulai berlaku belum diisi. Isi tanggalnya dahulu.",
            en="The first day in force is not given. Enter the date first.",
        )
    if begins < local_day(version.office, at):
        raise NotAdoptable(
            id=f"Tanggal mulai berlaku {format_date(begins)} sudah lewat. Harga tidak berlaku "
            "surut; pilih hari ini atau sesudahnya.",
            en=f"The first day in force, {format_date(begins, 'en')}, has gone by. Prices do not "
            "apply backwards; choose today or later.",
        )
    _require_free(version, begins, book.effective_to)


def _require_free(version: TariffVersion, begins: date, ends: date | None) -> None:
    """
    :raises NotAdoptable: if an adopted book that begins later, or ends later, is overlapped
    """
    others = TariffVersion.objects.filter(office=version.office, adopted_at__isnull=False)
    begun_before = Q(effective_from__lt=begins, effective_to__gte=begins)
    begins_later = Q(effective_from__gte=begins)
    if ends is not None:
        begins_later &= Q(effective_from__lte=ends)
    other = others.filter(begun_before | begins_later).order_by("effective_from").first()
    if other is None or other.effective_from is None:
        return
    first = other.effective_from
    until_id = f" sampai {format_date(other.effective_to)}" if other.effective_to else ""
    until_en = f" until {format_date(other.effective_to, 'en')}" if other.effective_to else ""
    raise NotAdoptable(
        id=f"Masa berlakunya tumpang-tindih dengan {other}, yang berlaku mulai "
        f"{format_date(first)}{until_id}. Ubah tanggalnya.",
        en=f"Its days overlap with {other}, in force from {format_date(first, 'en')}{until_en}. "
        "Change the dates.",
    )


def _change(version: TariffVersion, changes: Mapping[str, Any]) -> None:
    waiting = TariffVersion.objects.filter(
        pk=version.pk, revision=version.revision, adopted_at=None
    )
    if not waiting.update(**changes, revision=version.revision + 1):
        raise ChangedMeanwhile(
            id="Buku tarif ini baru saja diubah orang lain. Muat ulang halaman lalu coba lagi.",
            en="Somebody else has just changed this tariff book. Reload the page and try again.",
        )
    version.refresh_from_db()


def _record(action: str, version: TariffVersion, *, by: By, at: datetime) -> None:
    trail.record(
        action,
        subject=f"office:{version.office.code}",
        by=by,
        at=at,
        payload={
            "book": version.code,
            "version": version.version,
            "digest": version.digest,
            "from": version.effective_from.isoformat() if version.effective_from else None,
            "to": version.effective_to.isoformat() if version.effective_to else None,
        },
    )
