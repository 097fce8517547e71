"""Finding e-Meterai by the signature Peruri puts in the PDF with each stamp."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from loket.adapters.meterai.by_eye import LOOK
from loket.ports.meterai import MeteraiCheck, MeteraiOutcome
from loket.ports.signing import Change, SignatureVerdict, Verifier


@dataclass(frozen=True, slots=True)
class MeteraiSettings:
    """
    How Peruri's signatures are told from others, by regular expressions: its name in the
    signer, organisation or issuer; the serial number in the field's name, reason or place.
    """

    signer: str = r"(?i)peruri|e-?meterai"
    serial: str = r"\b[0-9A-Z]{16,32}\b"


class MeteraiBySignature:
    def __init__(self, verifier: Verifier, settings: MeteraiSettings | None = None) -> None:
        settings = settings or MeteraiSettings()
        self._verifier = verifier
        self._signer = re.compile(settings.signer)
        self._serial = re.compile(settings.serial)

    def check(self, pdf: bytes, *, at: datetime) -> MeteraiCheck:
        signatures = self._verifier.verify(pdf, at=at).signatures
        stamps = [one for one in signatures if self._is_stamp(one)]
        serials = tuple(serial for one in stamps for serial in self._serials(one))
        if not stamps:
            return MeteraiCheck(
                MeteraiOutcome.ABSENT,
                (),
                "Tidak ditemukan e-Meterai pada berkas ini. Bubuhkan e-Meterai lalu unggah"
                " kembali, atau petugas memeriksa meterai tempel.",
                "No e-Meterai was found on this file. Put one on it and upload it again, or an"
                " officer checks a paper stamp.",
            )
        if any(not one.intact or one.change is Change.ILLEGAL for one in stamps):
            return MeteraiCheck(
                MeteraiOutcome.BROKEN,
                serials,
                "Berkas diubah setelah e-Meterai dibubuhkan. Unggah berkas asli dari Peruri apa"
                " adanya.",
                "The file was altered after the e-Meterai was put on it. Upload the original"
                " from Peruri as it is.",
            )
        if len(serials) < len(stamps) or not all(one.trusted for one in stamps):
            return MeteraiCheck(MeteraiOutcome.NEEDS_EYES, serials, *LOOK)
        return MeteraiCheck(
            MeteraiOutcome.VALID, serials, "e-Meterai utuh.", "The e-Meterai is whole."
        )

    def _is_stamp(self, one: SignatureVerdict) -> bool:
        return any(
            self._signer.search(text) for text in (one.signer, one.organisation, one.issuer)
        )

    def _serials(self, one: SignatureVerdict) -> list[str]:
        found: list[str] = self._serial.findall(f"{one.field_name} {one.reason} {one.location}")
        return sorted(set(found))
