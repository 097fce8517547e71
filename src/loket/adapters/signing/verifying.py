"""Judging every signature in a PDF, whoever made it, by pyHanko."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from loket.ports.failures import Rejected
from loket.ports.signing import Change, SignatureVerdict, Verification

_CHANGES: Final = {
    ModificationLevel.NONE: Change.NONE,
    ModificationLevel.LTA_UPDATES: Change.PERMITTED,
    ModificationLevel.FORM_FILLING: Change.PERMITTED,
    ModificationLevel.ANNOTATIONS: Change.PERMITTED,
}


@dataclass(frozen=True, slots=True)
class TrustSettings:
    """
    The root certificates we trust, and whether revocation is asked over the network
    (otherwise only what the file itself carries is used).
    """

    roots: tuple[x509.Certificate, ...]
    asks_network: bool = False


def roots_in(folder: Path) -> tuple[x509.Certificate, ...]:
    """
    Return the certificates in a folder of ``.pem``, ``.crt``, ``.cer`` and ``.der`` files.

    :raises ValueError: if one of them is not a certificate
    """
    kinds = {".pem", ".crt", ".cer", ".der"}
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in kinds)
    return tuple(root for path in files for root in _certificates(path.read_bytes()))


def _certificates(content: bytes) -> list[x509.Certificate]:
    if not pem.detect(content):
        return [_certificate(content)]
    return [_certificate(der) for _, _, der in pem.unarmor(content, multiple=True)]


def _certificate(der: bytes) -> x509.Certificate:
    certificate = x509.Certificate.load(der, strict=True)
    # Reading is lazy; a file that is something else shows only now.
    certificate.subject.native  # noqa: B018
    return certificate


class PadesVerifier:
    def __init__(self, trust: TrustSettings) -> None:
        self._trust = trust

    def verify(self, pdf: bytes, *, at: datetime) -> Verification:
        try:
            reader = PdfFileReader(io.BytesIO(pdf), strict=False)
            signatures = list(reader.embedded_regular_signatures)
        except Exception as error:
            # A broken file makes the parser fail in many ways; all mean the same to us.
            raise _unreadable() from error
        return Verification(tuple(self._judge(one, at) for one in signatures))

    def _judge(self, signature: EmbeddedPdfSignature, at: datetime) -> SignatureVerdict:
        verdict = _described(signature)
        try:
            status = self._status(signature, at)
            proven = _proven_time(status)
            if proven is not None and proven < at:
                # A certificate that has expired since was good when the time was proven.
                status = self._status(signature, proven)
        except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError):
            return verdict
        return replace(
            verdict,
            intact=bool(status.intact and status.valid) and _covers_revision(status),
            trusted=bool(status.trusted),
            covers_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
            change=_change(status),
            signed_at=status.signer_reported_dt,
            timestamped_at=proven,
        )

    def _status(self, signature: EmbeddedPdfSignature, at: datetime) -> PdfSignatureStatus:
        return validate_pdf_signature(
            signature,
            signer_validation_context=self._context(at),
            ts_validation_context=self._context(at),
        )

    def _context(self, at: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=list(self._trust.roots),
            moment=at,
            allow_fetching=self._trust.asks_network,
            revocation_mode="soft-fail",
        )


def _described(signature: EmbeddedPdfSignature) -> SignatureVerdict:
    """Return who claims to have signed; nothing of it is believed yet."""
    try:
        certificate: x509.Certificate | None = signature.signer_cert
    except (UnacceptableSignerError, ValueError, KeyError, TypeError):
        certificate = None
    entries = signature.sig_object
    return SignatureVerdict(
        field_name=str(signature.field_name),
        signer=_name(certificate.subject, "common_name") if certificate else "",
        organisation=_name(certificate.subject, "organization_name") if certificate else "",
        issuer=_name(certificate.issuer, "common_name") if certificate else "",
        serial=f"{certificate.serial_number:x}" if certificate else "",
        intact=False,
        trusted=False,
        covers_file=False,
        change=Change.ILLEGAL,
        reason=_text(entries, "/Reason"),
        location=_text(entries, "/Location"),
    )


def _name(name: x509.Name, part: str) -> str:
    value = name.native.get(part, "")
    return ", ".join(value) if isinstance(value, list) else str(value)


def _text(entries: Any, key: str) -> str:
    return str(entries[key]) if key in entries else ""


def _covers_revision(status: PdfSignatureStatus) -> bool:
    return status.coverage in {
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    }


def _change(status: PdfSignatureStatus) -> Change:
    level = status.modification_level
    return Change.ILLEGAL if level is None else _CHANGES.get(level, Change.ILLEGAL)


def _proven_time(status: PdfSignatureStatus) -> datetime | None:
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
        return None
    moment: datetime = stamp.timestamp
    return moment


def _unreadable() -> Rejected:
    return Rejected(
        "Berkas ini bukan PDF yang dapat diperiksa tanda tangannya. Unggah PDF hasil"
        " penandatanganan apa adanya.",
        "This file is not a PDF whose signatures can be checked. Upload the signed PDF as it is.",
    )
