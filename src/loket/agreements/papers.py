"""The SPPD as a paper."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from loket.agreements.models import Abstraksi
from loket.documents import operations as documents
from loket.documents.models import Document
from loket.documents.papers import sppd as paper
from loket.documents.papers.parties import Official
from loket.documents.papers.sppd_clauses import CLAUSES_VERSION
from loket.orders.models import Item, Order
from loket.orders.operations import subject_of
from loket.people.models import Role
from loket.people.papers import letterhead, official, party
from loket.people.queries import staff_of
from loket.rules.segments import Segment
from loket.rules.signatory import Rank
from loket.rules.wording import Text

TERMS_VERSION = CLAUSES_VERSION


def sppd(order: Order, statement: Abstraksi, *, number: str, at: datetime) -> Document:
    """Print the agreement for the order's present items."""
    code = documents.new_code()
    items = order.items.filter(replaced_at=None)
    data = paper.SppdData(
        language="en" if order.language == "en" else "id",
        office=letterhead(order.office),
        number=number,
        order_reference=order.reference or "",
        drawn_up_at=at,
        provider=_provider(order),
        recipient=party(order.buyer),
        segment=Segment(order.buyer.segment),
        signatory=paper.Signatory(
            name=statement.signer_name,
            rank=Rank(statement.signer_rank),
            position=statement.signer_position,
        ),
        abstraksi=paper.Abstraksi(
            background=statement.background,
            purpose=statement.purpose,
            method=statement.method,
            results=statement.output,
        ),
        datasets=tuple(_dataset(item) for item in items),
        verification_url=documents.verification_url(code),
    )
    return documents.issue(
        "sppd",
        data,
        paper.render,
        template_version=paper.TEMPLATE_VERSION,
        number=number,
        office=order.office.code,
        subject=subject_of(order),
        language=order.language,
        code=code,
        at=at,
    )


def _provider(order: Order) -> Official:
    heads = staff_of(order.office, Role.APPROVER)
    if heads:
        return official(heads[0], Role.APPROVER)
    return Official("", "", Text("Kepala kantor", "Head of office"))


def _dataset(item: Item) -> paper.AgreedDataset:
    definition: dict[str, Any] = json.loads(item.definition)
    is_map = item.kind == "area_map"
    return paper.AgreedDataset(
        name=item.title,
        edition=str(definition.get("edition") or definition.get("layer") or item.product_code),
        scope=_scope(definition),
        file_format=str(definition.get("format") or ", ".join(definition.get("formats", ()))),
        size=None,
        amount=None,
        definition_sha256=item.definition_hash,
        is_area_map=is_map,
    )


def _scope(definition: dict[str, Any]) -> str:
    regions = ", ".join(definition.get("regions", ())) or "seluruh wilayah / all regions"
    if definition.get("fullset"):
        return f"fullset; {regions}"
    count = sum(len(file["variables"]) for file in definition.get("files", ()))
    return f"{count} variabel/variables; {regions}" if count else regions
