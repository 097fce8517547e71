"""The treasurer makes the code on the SIMPONI site and types it in. Most offices work so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from loket.ports.billing import (
    BillingCode,
    BillingRequest,
    Capabilities,
    NeedsHand,
    Payment,
    PaymentNotice,
)
from loket.ports.failures import Rejected


class ByHandBilling:
    def capabilities(self) -> Capabilities:
        return Capabilities(by_hand=True, can_inquire=False, can_notify=False)

    def issue(self, request: BillingRequest) -> BillingCode | NeedsHand:
        return NeedsHand(
            request.reference,
            "Bendahara membuat tagihan di laman SIMPONI dengan jumlah dan nama wajib bayar yang"
            " tertera, lalu mengetikkan kode billing 15 angka dan waktu kedaluwarsanya di sini.",
            "The treasurer makes the billing on the SIMPONI site with the amount and payer shown,"
            " then types its 15-digit code and expiry here.",
        )

    def payment(self, code: str, *, satker: str = "") -> Payment | None:
        """Know of no payment: the treasurer records it from the proof."""
        return None

    def read_notice(
        self, headers: Mapping[str, str], body: bytes, *, at: datetime
    ) -> PaymentNotice:
        raise Rejected(
            "Kantor ini mencatat pembayaran SIMPONI secara manual; pemberitahuan otomatis tidak"
            " diterima.",
            "This office records SIMPONI payments by hand; automatic notices are not accepted.",
        )

    def answer_notice(self, *, accepted: bool) -> bytes:
        return b"{}"
