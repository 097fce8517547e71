"""An office's own certificate in a PKCS#12 file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pyhanko.sign import signers

from loket.adapters.signing.pades import HttpTimeStamper, sign
from loket.ports.failures import Rejected, Unavailable
from loket.ports.signing import SignedPdf, SigningRequest


@dataclass(frozen=True, slots=True)
class Pkcs12Settings:
    """
    The file, and its passphrase; without one the signing person types it each time.
    ``timestamp_url`` empty signs without a trusted time.
    """

    path: Path
    passphrase: str = field(default="", repr=False)
    timestamp_url: str = ""


class Pkcs12Signer:
    def __init__(self, settings: Pkcs12Settings) -> None:
        self._settings = settings
        url = settings.timestamp_url
        self._timestamper = HttpTimeStamper(url) if url else None

    @property
    def by_hand(self) -> bool:
        return False

    @property
    def needs_passphrase(self) -> bool:
        return not self._settings.passphrase

    def sign(self, request: SigningRequest) -> SignedPdf:
        return sign(request, self._key(request.passphrase), self._timestamper)

    def _key(self, typed: str) -> signers.SimpleSigner:
        try:
            content = self._settings.path.read_bytes()
        except OSError as error:
            raise Unavailable(
                "Berkas sertifikat penanda tangan tidak dapat dibaca. Minta administrator"
                " memeriksa pengaturan.",
                "The signing certificate's file cannot be read. Ask the administrator to check"
                " the settings.",
            ) from error
        passphrase = (self._settings.passphrase or typed).encode()
        try:
            key: signers.SimpleSigner | None = signers.SimpleSigner.load_pkcs12_data(
                content, (), passphrase
            )
        except (ValueError, TypeError):
            key = None
        if key is None:
            # The cause is not chained: it could tell about the passphrase.
            raise Rejected(
                "Frasa sandi salah atau berkas sertifikat rusak. Ketik kembali frasa sandi.",
                "The passphrase is wrong or the certificate's file is damaged. Type the"
                " passphrase again.",
            )
        return key
