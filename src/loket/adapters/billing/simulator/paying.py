"""Planning one payment: what was paid, when it is known, and which notices go out."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from loket.adapters.billing.simponi.settings import SimponiSettings
from loket.adapters.billing.simulator import protocol
from loket.adapters.billing.simulator.faults import IN_NOTICES, IN_PAYMENTS, Fault, FaultPlan
from loket.adapters.billing.simulator.ledger import Code, Paid

CHANNELS = {
    "7010": "ATM",
    "7012": "Teller",
    "7014": "Internet banking",
    "7015": "Mobile banking",
    "8013": "Virtual account",
}
_NTPN = string.ascii_uppercase + string.digits


@dataclass(frozen=True, slots=True)
class Pay:
    """
    How a code is paid. ``amount`` in rupiah, None for what is due; ``force`` pays what a
    bank would refuse: a code twice, or after its expiry.

    :raises ValueError: for an amount that is not a positive whole number
    """

    amount: int | None = None
    bank: str = "520002"
    channel: str = "7014"
    force: bool = False

    def __post_init__(self) -> None:
        if self.amount is not None and self.amount < 1:
            message = "the amount is a positive whole number of rupiah"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Planned:
    """The payment, its notices as (id, body, due), and the faults in them."""

    paid: Paid
    notices: list[tuple[str, bytes, datetime]]
    faults: list[Fault]


def plan_payment(
    plan: FaultPlan, settings: SimponiSettings, code: Code, how: Pay, *, number: int, at: datetime
) -> Planned:
    """Plan payment ``number``; everything drawn comes from the plan's seed."""
    chance = plan.chance("payment", number)
    at = at.replace(microsecond=0)
    paid = Paid(
        number=number,
        code=code.code,
        ntpn="".join(chance.choices(_NTPN, k=16)),
        ntb=f"{chance.randrange(10**6):06d}{number:06d}",
        amount=code.amount if how.amount is None else how.amount,
        paid_at=at,
        known_at=at,
        bank=how.bank,
        channel=how.channel,
        reversed_at=None,
    )
    in_payment = plan.draw(IN_PAYMENTS, "payment", number)
    in_notice = plan.draw(IN_NOTICES, "notice", number)
    paid = _with_payment_fault(paid, in_payment, code, chance)
    early = in_notice is Fault.OUT_OF_ORDER and chance.random() < 0.5  # noqa: PLR2004 -- a coin
    due = paid.known_at
    if early:
        paid = replace(paid, known_at=paid.known_at + timedelta(minutes=chance.randint(1, 60)))
    elif in_notice is Fault.OUT_OF_ORDER:
        due += timedelta(minutes=chance.randint(2, 90))
    notices = _notices(paid, in_notice, settings, chance, due)
    return Planned(paid, notices, [f for f in (in_payment, in_notice) if f is not None])


def _with_payment_fault(
    paid: Paid, fault: Fault | None, code: Code, chance: random.Random
) -> Paid:
    if fault is Fault.WRONG_AMOUNT:
        off = chance.choice([-1, 1, -chance.randint(1, paid.amount), chance.randint(1, 10**7)])
        return replace(paid, amount=max(1, paid.amount + off))
    if fault is Fault.LATE and code.expires_at >= paid.paid_at:
        late = code.expires_at + timedelta(seconds=chance.randint(0, 1))
        return replace(paid, paid_at=late, known_at=late)
    if fault is Fault.REVERSAL:
        back = paid.known_at + timedelta(minutes=chance.randint(1, 3 * 24 * 60))
        return replace(paid, reversed_at=back)
    return paid


def _notices(
    paid: Paid,
    fault: Fault | None,
    settings: SimponiSettings,
    chance: random.Random,
    due: datetime,
) -> list[tuple[str, bytes, datetime]]:
    id = f"sim-{paid.number}-{chance.getrandbits(48):012x}"
    body = protocol.notice_body(paid, paid.code, settings)
    match fault:
        case Fault.MISSING:
            return []
        case Fault.DELAYED:
            due += timedelta(minutes=chance.randint(60, 2 * 24 * 60))
        case Fault.WRONG_CODE:
            body = protocol.notice_body(paid, _other(paid.code, chance), settings)
        case Fault.MALFORMED_NOTICE:
            body = chance.choice([body[: len(body) // 2], b"", b"null", body + b"}", b"\xff\xfe"])
        case Fault.DUPLICATE:
            twin = chance.choice([id, f"{id}-2"])
            return [(id, body, due), (twin, body, due + timedelta(seconds=chance.randint(0, 60)))]
        case _:
            pass
    return [(id, body, due)]


def _other(code: str, chance: random.Random) -> str:
    place = chance.randrange(9, len(code))
    digit = str((int(code[place]) + chance.randint(1, 9)) % 10)
    return code[:place] + digit + code[place + 1 :]
