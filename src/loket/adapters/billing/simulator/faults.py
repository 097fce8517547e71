"""The fourteen ways a payment provider misbehaves, drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

DEFAULT_RATE: Final = 0.05


class Fault(StrEnum):
    TIMEOUT_BEFORE = "timeout_before"
    """The request is not carried out and not answered."""
    TIMEOUT_AFTER = "timeout_after"
    """The request is carried out and not answered."""
    RESET = "reset"
    """The connection breaks; the request may or may not have been carried out."""
    SERVER_ERROR = "server_error"
    """An answer of the 5xx kind."""
    MALFORMED_REPLY = "malformed_reply"
    """The request is carried out; the answer cannot be read."""
    DUPLICATE = "duplicate"
    """The notice comes twice, with the same or with another id."""
    OUT_OF_ORDER = "out_of_order"
    """The notice comes before the inquiry knows of the payment, or after later ones."""
    DELAYED = "delayed"
    """The notice comes hours later."""
    MISSING = "missing"
    """No notice ever comes."""
    WRONG_AMOUNT = "wrong_amount"
    """Too little or too much was paid."""
    WRONG_CODE = "wrong_code"
    """The notice names another billing code."""
    LATE = "late"
    """Paid in the second in which the code expires, or in the next."""
    REVERSAL = "reversal"
    """The payment is taken back later."""
    MALFORMED_NOTICE = "malformed_notice"
    """The notice is signed but cannot be read."""


IN_CALLS: Final = (
    Fault.TIMEOUT_BEFORE,
    Fault.TIMEOUT_AFTER,
    Fault.RESET,
    Fault.SERVER_ERROR,
    Fault.MALFORMED_REPLY,
)
IN_PAYMENTS: Final = (Fault.WRONG_AMOUNT, Fault.LATE, Fault.REVERSAL)
IN_NOTICES: Final = (
    Fault.DUPLICATE,
    Fault.OUT_OF_ORDER,
    Fault.DELAYED,
    Fault.MISSING,
    Fault.WRONG_CODE,
    Fault.MALFORMED_NOTICE,
)


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """
    Draws faults. The same seed draws the same ones; ``rate`` is between 0 and 1, for each
    call, payment and notice by itself. ``kinds`` narrows what may be drawn.

    :raises ValueError: for a rate outside 0 to 1
    """

    seed: int
    rate: float = DEFAULT_RATE
    kinds: frozenset[Fault] = frozenset(Fault)

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 1:
            message = "the rate of faults lies between 0 and 1"
            raise ValueError(message)

    def at_rate(self, rate: float) -> FaultPlan:
        return replace(self, rate=rate)

    def chance(self, *names: object) -> random.Random:
        """Return the generator that belongs to these names, the same in every process."""
        return random.Random(":".join(map(str, (self.seed, *names))))  # noqa: S311 -- a plan

    def draw(self, among: tuple[Fault, ...], *names: object) -> Fault | None:
        chance = self.chance("fault", *names)
        possible = [fault for fault in among if fault in self.kinds]
        if not possible or chance.random() >= self.rate:
            return None
        return chance.choice(possible)
