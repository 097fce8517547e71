"""Signatures that look like real ones to everything but the list of trusted roots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from loket.adapters.signing.authority import SimulatedAuthority
from loket.adapters.signing.pades import fixed_timestamper, sign
from loket.adapters.simulation import refuse_production
from loket.ports.failures import Rejected, Unavailable
from loket.ports.signing import SignedPdf, SigningRequest

OFFICIAL = "Pejabat Simulasi (bukan tanda tangan resmi)"


class SimulatedSigner:
    """
    Signs with a certificate of the simulator's own authority, time-stamped.

    Any passphrase is right but ``"salah"``; set ``down`` to make it fail.

    :raises SimulatorInProduction: with production settings
    """

    def __init__(
        self,
        authority: SimulatedAuthority,
        *,
        production: bool,
        name: str = OFFICIAL,
        organisation: str = "Loket Simulator",
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        refuse_production(production=production)
        self.down = False
        self._clock = clock
        self._key = authority.signer(authority.issue(name, organisation))
        self._stamps = authority.signer(authority.issue("Loket Simulator Time", stamps_time=True))

    @property
    def by_hand(self) -> bool:
        return False

    @property
    def needs_passphrase(self) -> bool:
        return False

    def sign(self, request: SigningRequest) -> SignedPdf:
        if self.down:
            raise Unavailable(
                "Simulator tanda tangan sedang dimatikan. Coba lagi nanti.",
                "The signing simulator is down. Try again later.",
            )
        if request.passphrase == "salah":  # noqa: S105 -- not a secret
            raise Rejected(
                "Frasa sandi salah. Ketik kembali frasa sandi.",
                "The passphrase is wrong. Type the passphrase again.",
            )
        at = self._clock() if self._clock else None
        return sign(request, self._key, fixed_timestamper(self._stamps, at))
