"""The request for return of state revenue as a paper."""

from __future__ import annotations

from datetime import datetime

from loket.documents import operations as documents
from loket.documents.models import Document
from loket.documents.papers import revenue_return as paper
from loket.documents.papers.parties import Party
from loket.ledger.context import By
from loket.payments.models import Invoice, RevenueReturn
from loket.people.models import Role, User
from loket.people.papers import letterhead, official
from loket.rules.returns import GROUNDS, LEGAL_BASIS, PAPERS, TO_CONFIRM, WAYS, Ground, Way
from loket.rules.wording import Text

ADDRESSEE = Text(
    "Pejabat Kuasa Pengelola PNBP Badan Pusat Statistik",
    "The official in charge of non-tax state revenue, Statistics Indonesia",
)


def letter(asked: RevenueReturn, *, number: str, by: By, at: datetime) -> Document:
    code = documents.new_code()
    rule = GROUNDS[Ground(asked.ground)]
    account = " ".join(filter(None, [asked.bank, asked.account_number]))
    invoice = Invoice.objects.filter(order=asked.order_id).order_by("-pk").first()
    data = paper.ReturnData(
        language="id",
        office=letterhead(asked.office),
        number=number,
        issued_at=at,
        addressee=ADDRESSEE,
        claimant=Party(
            name=asked.claimant, address=asked.claimant_address, npwp=asked.claimant_npwp
        ),
        letter_number=asked.letter_number,
        asked_on=asked.asked_on,
        ntpn=asked.ntpn,
        paid_on=asked.paid_on,
        paid_amount=asked.paid_amount,
        amount=asked.amount,
        ground=Text(
            f"{rule.label.id} ({rule.provision.id})", f"{rule.label.en} ({rule.provision.en})"
        ),
        legal_basis=LEGAL_BASIS,
        reason=asked.reason,
        way=WAYS[Way(asked.way)],
        account=f"{account} ({asked.account_name})" if asked.account_name else account,
        enclosed=tuple(PAPERS[code] for code in asked.papers if code in PAPERS),
        order_reference=(asked.order.reference or "") if asked.order else "",
        invoice_number=invoice.number if invoice and asked.order_id else "",
        prepared_by=official(User.objects.get(pk=asked.prepared_by_id), Role.TREASURER),
        approved_by=official(User.objects.get(pk=by.who), Role.APPROVER),
        remark=TO_CONFIRM,
        verification_url=documents.verification_url(code),
    )
    return documents.issue(
        "return",
        data,
        paper.render,
        template_version=paper.TEMPLATE_VERSION,
        number=number,
        office=asked.office.code,
        subject=f"return:{asked.pk}",
        language="id",
        code=code,
        at=at,
    )
