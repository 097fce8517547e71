"""The requested list in words, and the files that came with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from loket.agreements.models import Abstraksi, Sppd, ZeroTariffRequest
from loket.catalogue.queries import regions
from loket.documents.models import Upload, Verdict
from loket.feedback.models import FollowUp
from loket.orders.models import Item, Order
from loket.orders.queries import items_of
from loket.payments.models import TransferProof
from loket.rules.wording import Text

MOST_REGIONS = 12
PURPOSES = {
    "abstraksi": Text("Abstraksi atau proposal", "Statement of use or proposal"),
    "sppd": Text("SPPD bertanda tangan", "Signed data-use agreement"),
    "letter": Text("Surat permohonan tarif nol rupiah", "Request letter for the zero tariff"),
    "transfer": Text("Bukti transfer", "Proof of transfer"),
}
VERDICTS = {
    Verdict.WAITING: Text("menunggu pemeriksaan berkas", "waiting to be checked"),
    Verdict.CLEAN: Text("aman dibuka", "safe to open"),
    Verdict.REFUSED: Text("ditolak pemeriksaan berkas", "refused by the check"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item of the list, as the officer compares it with the abstraksi."""

    item: Item
    is_whole: bool
    format: str
    regions: tuple[str, ...]
    more_regions: int
    variables: tuple[tuple[str, tuple[str, ...]], ...]  # file and names


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that somebody handed in."""

    upload: Upload
    purpose: Text
    verdict: Text
    is_clean: bool


def of(order: Order) -> list[Wanted]:
    return [_wanted(item) for item in items_of(order)]


def uploads_of(order: Order) -> list[Handed]:
    """Return the files that belong to the order, by the rows that point to them."""
    rows: tuple[Abstraksi | ZeroTariffRequest | Sppd | TransferProof, ...] = (
        *Abstraksi.objects.filter(order=order).select_related("upload"),
        *ZeroTariffRequest.objects.filter(order=order).select_related("upload"),
        *Sppd.objects.filter(order=order).select_related("upload"),
        *TransferProof.objects.filter(order=order).select_related("upload"),
    )
    found = {row.upload.pk: row.upload for row in rows if row.upload}
    return [
        Handed(
            upload,
            PURPOSES.get(upload.purpose, Text(upload.purpose, upload.purpose)),
            VERDICTS[Verdict(upload.verdict)],
            upload.verdict == Verdict.CLEAN,
        )
        for upload in found.values()
    ]


def follow_ups_of(order: Order) -> list[FollowUp]:
    found = FollowUp.objects.filter(rating__order=order).select_related("by")
    return list(found.order_by("at"))


def _wanted(item: Item) -> Wanted:
    definition: dict[str, Any] = json.loads(item.definition)
    codes = [str(code) for code in definition.get("regions", ())]
    files = definition.get("files", ())
    return Wanted(
        item=item,
        is_whole=item.kind == "area_map" or bool(definition.get("fullset")),
        format=str(definition.get("format") or ", ".join(definition.get("formats", ()))),
        regions=tuple(f"{code} {regions.name_of(code)}" for code in codes[:MOST_REGIONS]),
        more_regions=max(0, len(codes) - MOST_REGIONS),
        variables=tuple(
            (str(_name(file)), tuple(str(name) for name in file.get("variables", ())))
            for file in files
        ),
    )


def _name(file: dict[str, Any]) -> object:
    return file.get("file") or file.get("name") or ""
