"""Invoices, cash, receipts: every write about money that the office's own people make."""

from __future__ import annotations

from loket.payments.measured import Measured
from loket.payments.operations.invoicing import cancel_invoice, issue_invoice, require_invoice
from loket.payments.operations.receipts import (
    copy_kuitansi,
    issue_kuitansi,
    request_void,
    void_and_reissue,
)
from loket.payments.operations.reductions import (
    Grounds,
    approve_zero_tariff,
    grant_reduction,
    refuse_reduction,
)
from loket.payments.operations.settling import (
    request_billing,
    request_inquiry,
    take_cash,
)

__all__ = [
    "Grounds",
    "Measured",
    "approve_zero_tariff",
    "cancel_invoice",
    "copy_kuitansi",
    "grant_reduction",
    "issue_invoice",
    "issue_kuitansi",
    "refuse_reduction",
    "request_billing",
    "request_inquiry",
    "request_void",
    "require_invoice",
    "take_cash",
    "void_and_reissue",
]
