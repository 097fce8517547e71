"""Why a promise was broken, in the officer's words."""

from __future__ import annotations

from datetime import datetime

from loket.counter import moving
from loket.counter.models import BreachCause, Call, CauseCode
from loket.counter.refusals import NotInThisState, WrongOffice
from loket.counter.turn import in_turn
from loket.ledger import trail
from loket.ledger.context import By


@in_turn
def set_cause(*, call: Call, code: CauseCode, note: str, by: By, at: datetime) -> None:
    """Give the cause of a late call; a later answer replaces an earlier one, the trail keeps both.

    :raises NotInThisState: if the call was not late
    """
    moving.begin(call.office, by)
    if code.office_id != call.office_id:
        raise WrongOffice
    if call.promise_kept is not False:
        raise NotInThisState
    BreachCause.objects.update_or_create(
        call=call,
        defaults={
            "code": code,
            "note": note.strip()[:200],
            "given_by_id": moving.person_of(by),
            "given_at": at,
        },
    )
    trail.record(
        "set_cause",
        subject=moving.subject_of(call.ticket),
        by=by,
        at=at,
        payload={"cause": code.code, "call": call.pk},
    )
