"""Why a promise was broken, in the officer's words."""

from __future__ import annotations

from datetime import datetime

from loket.counter import moving
from loket.counter.models import BreachCause, Call, CauseCode
from loket.counter.refusals import NotInThisState, WrongOffice
from loket.counter.turn import in_turn
from loket.ledger import trail
from loket.ledger.context import By
from loket.people.models import Office


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


@in_turn
def write_cause_code(
    *,
    office: Office,
    code: str,
    label_id: str,
    label_en: str,
    is_active: bool,
    by: By,
    at: datetime,
) -> None:
    """Add a cause to the office's list, reword one, or offer it no longer.

    Late calls that were given it keep it.

    :param code: small letters, digits, underscores and hyphens, at most 24
    """
    moving.begin(office, by)
    CauseCode.objects.update_or_create(
        office=office,
        code=code,
        defaults={"label_id": label_id, "label_en": label_en, "is_active": is_active},
    )
    moving.show(office)
    trail.record(
        "write_cause_code",
        subject=f"office:{office.code}",
        by=by,
        at=at,
        payload={"cause": code, "is_active": is_active},
    )
