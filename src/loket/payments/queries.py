"""What others ask about money."""

from __future__ import annotations

from django.db.models import F, QuerySet

from loket.orders.models import Order
from loket.payments.models import (
    Billing,
    Invoice,
    InvoiceLine,
    Kuitansi,
    PaymentException,
    Settlement,
    TransferProof,
    Waiver,
)
from loket.people.models import Office


def invoice_in_force(order: Order) -> Invoice | None:
    return Invoice.objects.filter(order=order, cancelled_at=None).first()


def priced_lines(order: Order) -> list[InvoiceLine]:
    """Return the lines of the invoice in force, each with its working."""
    invoice = invoice_in_force(order)
    return list(invoice.lines.all()) if invoice else []


def decision_on(order: Order) -> Waiver | None:
    """Return what was decided on the lower tariff that the order asked for, if it was."""
    return Waiver.objects.filter(order=order).first()


def settled_by(order: Order) -> tuple[Settlement, None] | tuple[None, Waiver] | None:
    """Return what pays for the order: its settlement or its zero tariff, or None."""
    invoice = invoice_in_force(order)
    if invoice is None:
        return None
    if settlement := Settlement.objects.filter(invoice=invoice).first():
        return settlement, None
    waiver = Waiver.objects.filter(invoice=invoice, percent=100).first()
    return (None, waiver) if waiver else None


def kuitansi_in_force(order: Order) -> Kuitansi | None:
    evidence = settled_by(order)
    if evidence is None:
        return None
    settlement, waiver = evidence
    found = Kuitansi.objects.filter(settlement=settlement, waiver=waiver, voided_at=None)
    return found.select_related("document", "treasurer").first()


def open_billing(order: Order) -> Billing | None:
    """Return the billing code that can be paid now (it may have expired meanwhile)."""
    invoice = invoice_in_force(order)
    if invoice is None:
        return None
    return invoice.billings.filter(closed_at=None).order_by("-issued_at").first()


def is_spent(billing: Billing) -> bool:
    """Whether the code was paid, though not so that it settles: no bank takes it again."""
    return PaymentException.objects.filter(billing=billing).exclude(action="corrected").exists()


def proof_waiting(order: Order) -> TransferProof | None:
    found = TransferProof.objects.filter(order=order, accepted=None)
    return found.select_related("upload").order_by("-at").first()


def open_exceptions(office: Office) -> QuerySet[PaymentException]:
    found = PaymentException.objects.filter(office=office.code, closed_at=None)
    return found.select_related("billing", "order").order_by("opened_at")


def exceptions_about(order: Order) -> list[PaymentException]:
    """Return every payment for the order that did not fit, open ones first."""
    found = PaymentException.objects.filter(order=order)
    return list(found.order_by(F("closed_at").asc(nulls_first=True), "opened_at"))


def is_taken_back(order: Order) -> bool:
    """Whether what paid for the order was taken back, or may have been: no data leave then."""
    return taken_back().filter(order=order).exists()


def taken_back() -> QuerySet[PaymentException]:
    """Return the cases of money that was taken back, unless it was found to stand."""
    cases = PaymentException.objects.filter(kind="reversed")
    return cases.exclude(action__in=["stands", "other"])


def billing_by_code(code: str) -> Billing | None:
    found = Billing.objects.select_related("invoice__order__office", "invoice__order__buyer")
    return found.filter(code=code).first()
