"""The officer looks at the stamp and checks its number on Peruri's page."""

from __future__ import annotations

from datetime import datetime

from loket.ports.meterai import MeteraiCheck, MeteraiOutcome

LOOK = (
    "Petugas memeriksa meterai pada dokumen, lalu mengetikkan nomor serinya.",
    "An officer looks at the stamp on the document and types its serial number.",
)


class MeteraiByEye:
    def check(self, pdf: bytes, *, at: datetime) -> MeteraiCheck:
        return MeteraiCheck(MeteraiOutcome.NEEDS_EYES, (), *LOOK)
