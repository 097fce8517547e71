"""The simulator behind the billing port without HTTP, for tests and model runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from loket.adapters.billing.simponi.client import SimponiBilling
from loket.adapters.billing.simponi.http import unavailable
from loket.adapters.billing.simponi.settings import SimponiSettings
from loket.adapters.billing.simulator.engine import Simulator
from loket.adapters.billing.simulator.faults import DEFAULT_RATE, Fault, FaultPlan
from loket.adapters.billing.simulator.ledger import Ledger
from loket.ports.failures import Unavailable

_SILENT = {Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER, Fault.RESET, Fault.SERVER_ERROR}


class SimulatedBilling(SimponiBilling):
    """
    The real client, talking to a simulator in this process.

    ``simulator`` pays codes and gives the notices that are due; ``down`` switches it off.
    """

    def __init__(
        self,
        *,
        seed: int,
        clock: Callable[[], datetime],
        rate: float = DEFAULT_RATE,
        kinds: frozenset[Fault] = frozenset(Fault),
        ledger: Path | None = None,
    ) -> None:
        settings = simulated_settings("https://simponi.invalid/")
        self.simulator = Simulator(settings, Ledger(ledger), FaultPlan(seed, rate, kinds), clock)
        self.down = False
        super().__init__(settings, self._call, clock)

    def _call(self, message: str) -> bytes:
        if self.down:
            raise _down()
        reply = self.simulator.call(message)
        if reply.fault in _SILENT:
            raise unavailable()
        return reply.body


def simulated_settings(url: str, *, notice_secret: bytes = b"simulator") -> SimponiSettings:
    """Return the account the simulator knows."""
    return SimponiSettings(
        url=url,
        user_id="simulator",
        password="simulator",  # noqa: S106 -- opens nothing but the simulator
        satker="999001",
        location="33",
        regency="04",
        notice_secrets=(notice_secret,),
    )


def _down() -> Unavailable:
    return Unavailable(
        "Simulator SIMPONI sedang dimatikan. Permintaan yang sama akan diulang.",
        "The SIMPONI simulator is down. The same request will be repeated.",
    )
