"""Billing codes for state revenue: asking for one, and learning that it was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from loket.ports.failures import Rejected

CODE_DIGITS = 15
NTPN_CHARACTERS = 16


def checked_code(written: str) -> str:
    """
    Return a billing code as typed or received, without blanks and dots.

    :raises Rejected: if it is not 15 digits
    """
    code = written.translate(_SEPARATORS)
    if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
        raise Rejected(
            "Kode billing terdiri atas 15 angka. Periksa kembali kode pada bukti pembuatan"
            " tagihan.",
            "A billing code has 15 digits. Check the code on the billing receipt.",
        )
    return code


def checked_ntpn(written: str) -> str:
    """
    Return an NTPN as typed or received, in capitals and without blanks.

    :raises Rejected: if it is not 16 letters and digits
    """
    ntpn = written.translate(_SEPARATORS).upper()
    if len(ntpn) != NTPN_CHARACTERS or not (ntpn.isascii() and ntpn.isalnum()):
        raise Rejected(
            "NTPN terdiri atas 16 huruf dan angka. Periksa kembali NTPN pada bukti penerimaan"
            " negara.",
            "An NTPN has 16 letters and digits. Check the NTPN on the proof of payment.",
        )
    return ntpn


_SEPARATORS = str.maketrans("", "", " .-\t\r\n\u00a0")


@dataclass(frozen=True, slots=True)
class BillingLine:
    """
    One line of state revenue; ``price`` and :attr:`total` in rupiah. Empty codes stand for
    those of the installation.
    """

    tariff_code: str
    regulation_code: str
    account: str
    price: int
    volume: int
    unit: str

    @property
    def total(self) -> int:
        return self.price * self.volume


@dataclass(frozen=True, slots=True)
class BillingRequest:
    """
    A request for one billing code.

    ``reference`` is ours and unique: the same reference asked again must not make a second
    code. ``expires_at`` is aware. ``npwp`` and ``nik`` are digits, or empty when unknown.
    ``satker``, ``location`` and ``regency`` are the office's codes with the treasury; empty
    means those of the installation.

    :raises ValueError: if it could not be paid as written
    """

    reference: str
    payer_name: str
    amount: int
    expires_at: datetime
    lines: tuple[BillingLine, ...]
    npwp: str = ""
    nik: str = ""
    satker: str = ""
    location: str = ""
    regency: str = ""

    def __post_init__(self) -> None:
        if self.amount <= 0 or any(line.price < 0 or line.volume <= 0 for line in self.lines):
            message = "a billing code stands for a positive number of rupiah"
            raise ValueError(message)
        if sum(line.total for line in self.lines) != self.amount:
            message = "the lines of a billing must add up to its amount"
            raise ValueError(message)
        if self.expires_at.tzinfo is None:
            message = "expires_at must be an aware instant"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class BillingCode:
    """A code the buyer can pay with until ``expires_at``, as the treasury gave it."""

    code: str
    issued_at: datetime
    expires_at: datetime
    provider_reference: str = ""


@dataclass(frozen=True, slots=True)
class NeedsHand:
    """No machine makes this code: the treasurer does, and types it in. Says how."""

    reference: str
    id: str
    en: str

    def __str__(self) -> str:
        return f"{self.id} / {self.en}"


@dataclass(frozen=True, slots=True)
class Payment:
    """
    A payment as the treasury tells it.

    ``paid_at`` is the instant at the bank. ``amount`` is in rupiah, or None where the
    provider does not repeat it (a code can then only be paid in full).
    """

    code: str
    ntpn: str
    ntb: str
    paid_at: datetime
    bank: str
    channel: str
    booked_on: date | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """
    What a caller *says* was paid: a hint, until :meth:`Billing.payment` confirms it.

    ``id`` tells a repeated notice from a new one. ``signed`` is False where the provider
    has no way to sign and the installation chose to listen all the same.
    """

    id: str
    payment: Payment
    signed: bool


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What stands behind the port: who makes codes, and how payments become known."""

    by_hand: bool
    can_inquire: bool
    can_notify: bool


class Billing(Protocol):
    def capabilities(self) -> Capabilities: ...

    def issue(self, request: BillingRequest) -> BillingCode | NeedsHand:
        """
        Ask for a billing code; asking again with the same reference gives the same code.

        :raises Unavailable: the code may or may not exist; ask again with the same reference
        :raises Rejected: the provider refuses this request
        """
        ...

    def payment(self, code: str, *, satker: str = "") -> Payment | None:
        """
        Return the payment, or None while none is known. None never means "invalid code".

        :raises Unavailable: ask again later
        :raises Rejected: the provider refuses to answer us
        """
        ...

    def read_notice(
        self, headers: Mapping[str, str], body: bytes, *, at: datetime
    ) -> PaymentNotice:
        """
        Check and read a notice pushed to us.

        :raises Rejected: if it is not signed by the provider, too old, or not readable
        """
        ...

    def answer_notice(self, *, accepted: bool) -> bytes:
        """Return the JSON to answer a notice with: accepted, or failed and twin."""
        ...
