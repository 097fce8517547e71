"""Offices that sign on paper."""

from __future__ import annotations

from loket.ports.failures import Rejected
from loket.ports.signing import SignedPdf, SigningRequest


class ByHandSigner:
    @property
    def by_hand(self) -> bool:
        return True

    @property
    def needs_passphrase(self) -> bool:
        return False

    def sign(self, request: SigningRequest) -> SignedPdf:
        raise Rejected(
            "Kantor ini menandatangani di kertas. Cetak dokumen, tanda tangani, lalu unggah"
            " pindaiannya.",
            "This office signs on paper. Print the document, sign it, and upload the scan.",
        )
