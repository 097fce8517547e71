"""The hand-over note as a paper."""

from __future__ import annotations

from datetime import datetime

from loket.agreements.queries import received_sppd
from loket.delivery.models import Grant
from loket.documents import operations as documents
from loket.documents.models import Document
from loket.documents.papers import handover as paper
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments.queries import kuitansi_in_force
from loket.people.models import Role, User
from loket.people.papers import letterhead, official, party
from loket.rules.wording import Text


def handover(
    order: Order, grant: Grant, *, number: str, medium: str, by: By, at: datetime
) -> Document:
    code = documents.new_code()
    receipt, sppd = kuitansi_in_force(order), received_sppd(order)
    report = grant.package.version > 1 and order.error_reports.order_by("-at").first()
    data = paper.HandoverData(
        language="en" if order.language == "en" else "id",
        office=letterhead(order.office),
        number=number,
        order_reference=order.reference or "",
        kuitansi_number=receipt.number if receipt else "",
        sppd_number=sppd.number if sppd else "",
        handed_at=at,
        recipient=party(order.buyer),
        officer=official(User.objects.get(pk=by.who), Role.OFFICER),
        media=Text(medium, medium),
        files=tuple(
            paper.HandedFile(file["name"], file["size"], file["sha256"])
            for file in grant.package.manifest
        ),
        verification_url=documents.verification_url(code),
        commitment=documents.commitment(str(order.public_id)),
        round=order.handovers.count() + 1,
        correction=report.what if report else "",
    )
    return documents.issue(
        "handover",
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
