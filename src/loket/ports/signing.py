"""Electronic signatures in PDF: putting one there, and judging those that are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Stamp:
    """
    Where a visible signature stands, and what it shows.

    ``page`` counts from 1, or from the end with -1; the box is in points from the lower
    left corner. ``link`` is the address a QR code leads to, where the service draws one.
    """

    page: int
    left: int
    bottom: int
    right: int
    top: int
    text: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """
    A PDF to sign. ``nik`` and ``passphrase`` go to the signing service and nowhere else:
    they are not shown by ``repr`` and must not be kept.
    """

    pdf: bytes
    field_name: str
    reason: str = ""
    location: str = ""
    stamp: Stamp | None = None
    nik: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """The signed file; ``document_id`` is the service's name for it, where it has one."""

    pdf: bytes = field(repr=False)
    document_id: str = ""


class Signer(Protocol):
    @property
    def by_hand(self) -> bool:
        """Whether people sign on paper, so that :meth:`sign` always refuses."""
        ...

    @property
    def needs_passphrase(self) -> bool:
        """Whether the signing person types a passphrase each time."""
        ...

    def sign(self, request: SigningRequest) -> SignedPdf:
        """
        Sign by an incremental update, so that earlier signatures stay valid.

        :raises Unavailable: the signing service does not answer
        :raises Rejected: wrong passphrase, or not a PDF that can be signed
        """
        ...


class Change(StrEnum):
    """What was done to a file after a signature was made."""

    NONE = "none"
    PERMITTED = "permitted"
    ILLEGAL = "illegal"


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """
    One signature. ``intact``: the signed bytes are the ones signed; ``trusted``: the chain
    ends in one of our roots. ``signed_at`` is what the signer claims, ``timestamped_at``
    what a trusted time-stamp proves.
    """

    field_name: str
    signer: str
    organisation: str
    issuer: str
    serial: str
    intact: bool
    trusted: bool
    covers_file: bool
    change: Change
    reason: str = ""
    location: str = ""
    signed_at: datetime | None = None
    timestamped_at: datetime | None = None

    @property
    def good(self) -> bool:
        return self.intact and self.trusted and self.change is not Change.ILLEGAL


@dataclass(frozen=True, slots=True)
class Verification:
    """All signatures of a file, oldest first."""

    signatures: tuple[SignatureVerdict, ...]

    @property
    def good(self) -> bool:
        """Whether there is a signature and every one is good."""
        return bool(self.signatures) and all(one.good for one in self.signatures)


class Verifier(Protocol):
    def verify(self, pdf: bytes, *, at: datetime) -> Verification:
        """
        Judge every signature of the file as of ``at``; a file without any has an empty answer.

        :raises Unavailable: the judging service does not answer
        :raises Rejected: if it is not a readable PDF
        """
        ...
