"""Who may see which money rows."""

from __future__ import annotations

from django.db.models import QuerySet

from loket.payments.models import Invoice, Kuitansi, PaymentException, TransferProof
from loket.people.models import Office
from loket.people.operations import HEADQUARTERS


def invoices_of(office: Office) -> QuerySet[Invoice]:
    return Invoice.objects.filter(office=office).select_related("order", "document")


def kuitansi_of(office: Office) -> QuerySet[Kuitansi]:
    return Kuitansi.objects.filter(office=office).select_related("document", "treasurer")


def proofs_of(office: Office) -> QuerySet[TransferProof]:
    return TransferProof.objects.filter(order__office=office).select_related("order", "upload")


def exceptions_of(office: Office) -> QuerySet[PaymentException]:
    found = PaymentException.objects.filter(office=office.code)
    return found.select_related("billing", "order", "closed_by")


def unknown_payments() -> QuerySet[PaymentException]:
    """Payments for codes that no office recorded: for the administrator of the whole system."""
    return PaymentException.objects.filter(office=HEADQUARTERS, kind="unknown", closed_at=None)
