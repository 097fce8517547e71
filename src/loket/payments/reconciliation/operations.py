"""Keeping a comparison, and acting upon its lines. Each step may be asked for twice."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from loket import wiring
from loket.ledger import trail
from loket.ledger.context import By
from loket.payments import refusals
from loket.payments.billing import confirm
from loket.payments.deposits import write_paid
from loket.payments.models import PaymentException, ReconciliationLine, ReconciliationRun
from loket.payments.parking import park, park_taken_back
from loket.payments.reconciliation.comparing import Compared, compare
from loket.payments.reconciliation.told import payment_of
from loket.people.models import Office
from loket.ports.billing import Payment
from loket.ports.statements import Statement
from loket.process.vocabulary import Actor


@transaction.atomic(durable=True)
def run(
    office: Office,
    content: bytes,
    statement: Statement,
    *,
    file_name: str,
    first: date,
    last: date,
    by: By,
    at: datetime,
) -> ReconciliationRun:
    """Compare the file with the books and keep file and result; what was noted stays noted.

    :param statement: what the file says, as it was read
    :param first: with `last`, the days from which our own payments are taken
    """
    trail.lock(by.office)
    blob = wiring.storage().put(io.BytesIO(content))
    own = [row for row in statement.rows if row.satker in {"", office.satker} or not office.satker]
    lines = compare(office, own, first, last)
    counts = Counter(line.verdict for line in lines)
    made = ReconciliationRun.objects.create(
        office=office,
        file_name=file_name[:120],
        sha256=blob.sha256,
        size=blob.size,
        made_at=at,
        made_by_id=by.who,
        first_day=first,
        last_day=last,
        counts=dict(counts),
        problems=[{"row": p.row, "id": p.words.id, "en": p.words.en} for p in statement.problems],
        other_offices=len(statement.rows) - len(own),
    )
    noted = _noted(office)
    ReconciliationLine.objects.bulk_create(
        _line(made, position, line, noted) for position, line in enumerate(lines, start=1)
    )
    trail.record(
        "reconcile",
        subject=f"reconciliation:{made.pk}",
        by=by,
        at=at,
        payload={"sha256": blob.sha256, "counts": dict(sorted(counts.items()))},
    )
    return made


@transaction.atomic(durable=True)
def take_step(
    line: ReconciliationLine, step: str, *, note: str = "", by: By, at: datetime
) -> PaymentException | None:
    """Act upon a line: record the payment, park it as a case, or note why nothing is to be done.

    :param step: recorded, parked or noted
    :returns: the case that the payment was parked as, also where recording it led to one
    :raises StepTaken: if somebody else did
    :raises NoSuchStep: if the line cannot be acted upon like that
    :raises ReasonNeeded: for a note without words
    :raises Rejected, NtpnTaken, DepositDiffers, PaidInFuture, DepositClosed, ActionRefused:
    """
    trail.lock(by.office)
    if step not in steps_of(line):
        raise refusals.NoSuchStep
    if step == "noted" and not note.strip():
        raise refusals.ReasonNeeded
    case = None
    if step == "recorded":
        case = _record(line, by=by, at=at)
    elif step == "parked":
        case = _park(line, by=by, at=at)
    taken = ReconciliationLine.objects.filter(pk=line.pk, step="").update(
        step="parked" if case else step,
        note=note[:400],
        exception=case or line.exception,
        step_at=at,
        step_by=by.who,
    )
    if not taken:
        raise refusals.StepTaken
    trail.record(
        "reconcile_line",
        subject=f"reconciliation:{line.run_id}",
        by=by,
        at=at,
        payload={"line": line.position, "step": step, "verdict": line.verdict},
    )
    return case


def steps_of(line: ReconciliationLine) -> tuple[str, ...]:
    """Return what can be done about the line now."""
    if line.step or line.verdict in {"matched", "parked"}:
        return ()
    match line.verdict:
        case "only_theirs":
            return ("recorded", "noted")
        case "unknown_code":
            return ("parked", "noted")
        case "ntpn_differs" | "amount_differs" | "only_ours" | "reversed" if line.billing_id:
            is_settled = line.settlement_id is not None
            return ("parked", "noted") if is_settled else ("noted",)
    return ("noted",)


def _record(line: ReconciliationLine, *, by: By, at: datetime) -> PaymentException | None:
    if line.deposit is not None:
        write_paid(line.deposit, payment_of(line), by=by, at=at)
        return None
    if line.billing is None:
        raise refusals.NoSuchStep
    order = line.billing.invoice.order
    payment = payment_of(line, within=line.billing)
    result = confirm(order, line.billing, payment, by=by, actor=Actor.TREASURER, at=at)
    return result if isinstance(result, PaymentException) else None


def _park(line: ReconciliationLine, *, by: By, at: datetime) -> PaymentException:
    if line.verdict == "unknown_code":
        return park("unknown", billing=None, payment=payment_of(line), by=by, at=at)
    if line.billing is None:
        raise refusals.NoSuchStep
    if line.verdict in {"only_ours", "reversed"}:
        return park_taken_back(line.billing, by=by, at=at)
    payment: Payment = payment_of(line)
    kind = "twin"
    if line.verdict == "amount_differs" and payment.amount is not None:
        kind = "short" if payment.amount < (line.our_amount or 0) else "over"
    return park(kind, billing=line.billing, payment=payment, by=by, at=at)


def _noted(office: Office) -> dict[tuple[str, str, str], ReconciliationLine]:
    """Return what was noted in earlier runs, so that nobody has to write it again."""
    found = ReconciliationLine.objects.filter(run__office=office, step="noted").order_by("pk")
    return {(line.verdict, line.code, line.ntpn): line for line in found}


def _line(
    made: ReconciliationRun,
    position: int,
    found: Compared,
    noted: dict[tuple[str, str, str], ReconciliationLine],
) -> ReconciliationLine:
    theirs, ours = found.theirs, found.ours
    code = theirs.code if theirs else ours.code if ours else ""
    ntpn = theirs.ntpn if theirs else ours.ntpn if ours else ""
    earlier = noted.get((found.verdict, code, ntpn))
    step: dict[str, Any] = {}
    if earlier is not None:
        step = {name: getattr(earlier, name) for name in ("step", "note", "step_at", "step_by_id")}
    return ReconciliationLine(
        run=made,
        position=position,
        verdict=found.verdict,
        code=code,
        ntpn=ntpn,
        theirs=_plain(asdict(theirs)) if theirs else None,
        our_amount=ours.amount if ours else None,
        our_ntpn=ours.ntpn if ours else "",
        our_paid_at=ours.paid_at if ours else None,
        billing=found.billing,
        settlement=ours.settlement if ours else None,
        deposit=found.deposit,
        exception=found.exception,
        **step,
    )


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
    }
