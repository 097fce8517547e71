"""What the simulated SIMPONI does, without HTTP; the clock is handed in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from loket.adapters.billing.simponi import notices, wire
from loket.adapters.billing.simponi.settings import SimponiSettings
from loket.adapters.billing.simulator import protocol
from loket.adapters.billing.simulator.faults import IN_CALLS, Fault, FaultPlan
from loket.adapters.billing.simulator.ledger import Code, Ledger, Paid, Pending
from loket.adapters.billing.simulator.paying import Pay, plan_payment
from loket.ports.failures import Rejected

_DAILY = 1_000_000
_RETRY = timedelta(minutes=1)
_MAX_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the caller; with a fault of IN_CALLS, ``body`` may never arrive."""

    body: bytes
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to send now."""

    number: int
    headers: dict[str, str]
    body: bytes


class Simulator:
    def __init__(
        self,
        settings: SimponiSettings,
        ledger: Ledger,
        plan: FaultPlan,
        clock: Callable[[], datetime],
    ) -> None:
        self.settings = settings
        self.ledger = ledger
        self.plan = plan
        self.clock = clock
        self._lock = threading.RLock()

    def call(self, message: str) -> Reply:
        """Answer one message of the web service, or misbehave."""
        with self._lock:
            number = self.ledger.next("call")
            fault = self.plan.draw(IN_CALLS, "call", number)
            if fault is not None:
                self.ledger.note(fault, f"call {number}", self.clock())
            chance = self.plan.chance("call", number)
            if fault in {Fault.TIMEOUT_BEFORE, Fault.SERVER_ERROR}:
                return Reply(b"", fault)
            if fault is Fault.RESET and chance.random() < 0.5:  # noqa: PLR2004 -- a coin
                return Reply(b"", fault)
            body = self._answer(message)
            if fault is Fault.MALFORMED_REPLY:
                body = chance.choice([body[: len(body) // 2], b"<html>Bad Gateway</html>", b"[]"])
            return Reply(body, fault)

    def pay(self, code: str, how: Pay | None = None) -> Paid:
        """
        Pay a code at the simulated bank.

        :raises Rejected: if the bank would refuse: unknown, expired, already paid
        """
        how = how or Pay()
        with self._lock, self.ledger.transaction():
            known, at = self.ledger.code(code), self.clock()
            if known is None or (known.expires_at < at and not how.force):
                raise _refused("tidak dikenal atau sudah kedaluwarsa", "is unknown or has expired")
            if not how.force and any(
                paid.reversed_at is None or paid.reversed_at > at
                for paid in self.ledger.payments(code)
            ):
                raise _refused("sudah dibayar", "has been paid already")
            number = self.ledger.next("payment")
            planned = plan_payment(self.plan, self.settings, known, how, number=number, at=at)
            self.ledger.add_payment(planned.paid)
            for fault in planned.faults:
                self.ledger.note(fault, f"payment {number}", at)
            for id, body, due_at in planned.notices:
                self.ledger.add_notice(number, id, body, due_at)
            return planned.paid

    def reverse(self, ntpn: str) -> None:
        """
        Take a payment back.

        :raises Rejected: if there is none to take back
        """
        if not self.ledger.reverse(ntpn, self.clock()):
            raise _refused("tidak memiliki pembayaran itu", "has no such payment")

    def due_notices(self) -> list[Notice]:
        """Return the notices to send now, signed now."""
        at = self.clock()
        return [self._signed(pending, at) for pending in self.ledger.due(at)]

    def answered(self, notice: Notice, *, accepted: bool) -> None:
        """Note how a notice was received; a refused one is sent again later, not for ever."""
        at = self.clock()
        pending = next((p for p in self.ledger.due(at) if p.number == notice.number), None)
        if pending is None:
            return
        if accepted or pending.attempts + 1 >= _MAX_ATTEMPTS:
            self.ledger.delivered(notice.number, at)
        else:
            self.ledger.postpone(notice.number, at + _RETRY * 2**pending.attempts)

    def total(self) -> int:
        """Return the rupiah known to have been paid now."""
        at = self.clock()
        return sum(paid.amount for paid in self.ledger.payments() if paid.is_known(at))

    def _signed(self, pending: Pending, at: datetime) -> Notice:
        secret = (self.settings.notice_secrets or (b"",))[0]
        headers = notices.sign(pending.body, id=pending.id, at=at, secret=secret)
        return Notice(pending.number, headers, pending.body)

    def _answer(self, message: str) -> bytes:
        try:
            method, data = protocol.method_of(message)
            if method == wire.CREATE:
                return self._create(data)
            if method == wire.INQUIRE:
                return self._inquire(data)
        except protocol.Refusal as refusal:
            return protocol.answer(refusal.code)
        return protocol.answer("99")

    def _create(self, data: object) -> bytes:
        at = self.clock()
        order = protocol.read_order(data, self.settings, at=at)
        with self.ledger.transaction():
            known = self.ledger.code_of(order.reference)
            if known is None:
                known = self._new_code(order, at)
            elif known.fingerprint != order.fingerprint:
                raise protocol.Refusal("ID")
        return protocol.code_answer(known, self.settings)

    def _new_code(self, order: protocol.Order, at: datetime) -> Code:
        code = Code(
            code=self._code_for(at),
            reference=order.reference,
            fingerprint=order.fingerprint,
            satker=order.satker,
            payer=order.payer,
            amount=order.amount,
            issued_at=at.replace(microsecond=0),
            expires_at=order.expires_at,
        )
        self.ledger.add_code(code)
        return code

    def _code_for(self, at: datetime) -> str:
        # Begins with 0, which the real ones do not: whoever keeps it as a number loses it.
        start = self.plan.chance("code").randrange(_DAILY)
        serial = (start + self.ledger.next("code") * 7919) % _DAILY
        day = wire.written(at, self.settings)[:10].replace("-", "")[-6:]
        return f"099{day}{serial:06d}"

    def _inquire(self, data: object) -> bytes:
        code, at = protocol.read_question(data, self.settings), self.clock()
        known = [paid for paid in self.ledger.payments(code) if paid.is_known(at)]
        if not known:
            raise protocol.Refusal("NF")
        return protocol.payment_answer(known[0], self.settings)


def _refused(id: str, en: str) -> Rejected:
    return Rejected(f"Kode billing simulasi itu {id}.", f"That simulated billing code {en}.")
