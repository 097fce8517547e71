"""Invoices, billing codes, settlements, receipts, cash. Amounts are whole rupiah."""

from __future__ import annotations

from loket.payments.models.billings import Billing, Notice, PaymentException
from loket.payments.models.cash import CashDeposit, DayClose, DepositedCash
from loket.payments.models.invoices import FrozenBook, Invoice, InvoiceCost, InvoiceLine
from loket.payments.models.reconciliation import ReconciliationLine, ReconciliationRun
from loket.payments.models.returns import RevenueReturn
from loket.payments.models.settlements import Kuitansi, Settlement, TransferProof, Waiver

__all__ = [
    "Billing",
    "CashDeposit",
    "DayClose",
    "DepositedCash",
    "FrozenBook",
    "Invoice",
    "InvoiceCost",
    "InvoiceLine",
    "Kuitansi",
    "Notice",
    "PaymentException",
    "ReconciliationLine",
    "ReconciliationRun",
    "RevenueReturn",
    "Settlement",
    "TransferProof",
    "Waiver",
]
