"""Who sits where, the office's services and desks, its policy, notices and kiosks."""

from __future__ import annotations

import secrets
from datetime import datetime

from loket.counter import moving
from loket.counter.defaults import CAUSES, SERVICES
from loket.counter.devices import hash_of
from loket.counter.models import (
    CauseCode,
    Kiosk,
    Notice,
    OfferedService,
    PriorityPolicy,
    ServiceCounter,
    Ticket,
)
from loket.counter.models.tickets import AT_A_DESK
from loket.counter.policy import Rules
from loket.counter.refusals import DeskBusy, NotOffered, OtherOfficerHere
from loket.counter.turn import in_turn
from loket.ledger import trail
from loket.ledger.context import By
from loket.people.models import Office


@in_turn
def prepare_office(*, office: Office, desks: int, by: By, at: datetime) -> None:
    """Give an office the five services, so many desks for all of them, causes and a policy.

    What is there already stays as it is.
    """
    moving.begin(office, by)
    for position, fields in enumerate(SERVICES):
        OfferedService.objects.get_or_create(
            office=office, code=fields["code"], defaults={**fields, "position": position}
        )
    for number in range(1, desks + 1):
        counter, is_new = ServiceCounter.objects.get_or_create(office=office, number=number)
        if is_new:
            counter.services.set(OfferedService.objects.filter(office=office))
    for code, label_id, label_en in CAUSES:
        CauseCode.objects.get_or_create(
            office=office, code=code, defaults={"label_id": label_id, "label_en": label_en}
        )
    if not PriorityPolicy.objects.filter(office=office).exists():
        _adopt(office, "Kebijakan awal", Rules(), by=by, at=at)
    moving.show(office)
    trail.record("prepare_counter", subject=f"office:{office.code}", by=by, at=at)


@in_turn
def adopt_policy(
    *, office: Office, name: str, rules: Rules, by: By, at: datetime
) -> PriorityPolicy:
    """Put another order of calling in force from now on."""
    moving.begin(office, by)
    policy = _adopt(office, name, rules, by=by, at=at)
    trail.record(
        "adopt_policy",
        subject=f"office:{office.code}",
        by=by,
        at=at,
        payload={"policy": policy.pk},
    )
    return policy


@in_turn
def sit_down(*, counter: ServiceCounter, by: By, at: datetime) -> None:
    """The officer takes the desk.

    :raises OtherOfficerHere: if somebody else sits there
    :raises DeskBusy: if the officer has a guest at another desk
    """
    moving.begin(counter.office, by)
    take_seat(counter, by=by, at=at)


@in_turn
def leave_counter(*, counter: ServiceCounter, by: By, at: datetime) -> None:
    """The officer leaves the desk.

    :raises DeskBusy: if a guest is there
    """
    moving.begin(counter.office, by)
    if Ticket.objects.filter(counter=counter, state__in=AT_A_DESK).exists():
        raise DeskBusy
    ServiceCounter.objects.filter(pk=counter.pk).update(officer=None, staffed_since=None)
    counter.officer = counter.staffed_since = None
    _note(counter, "leave_counter", by=by, at=at)


def take_seat(counter: ServiceCounter, *, by: By, at: datetime) -> None:
    """Seat the person who acts; nothing happens if they sit there. Within a transaction."""
    if counter.office.code != by.office or not counter.is_active:
        raise NotOffered
    sitting = ServiceCounter.objects.values_list("officer_id", flat=True).get(pk=counter.pk)
    if sitting == by.person:
        return
    if sitting is not None:
        raise OtherOfficerHere
    if by.person is None:
        raise NotOffered
    elsewhere = ServiceCounter.objects.filter(officer_id=by.person)
    if Ticket.objects.filter(counter__in=elsewhere, state__in=AT_A_DESK).exists():
        raise DeskBusy
    elsewhere.update(officer=None, staffed_since=None)
    ServiceCounter.objects.filter(pk=counter.pk).update(officer_id=by.person, staffed_since=at)
    counter.officer_id, counter.staffed_since = by.person, at
    _note(counter, "sit_down", by=by, at=at)


@in_turn
def announce(
    *,
    office: Office,
    text_id: str,
    text_en: str,
    by: By,
    at: datetime,
    until: datetime | None = None,
) -> Notice:
    """Show a sentence on the wall screen."""
    moving.begin(office, by)
    notice = Notice.objects.create(
        office=office, text_id=text_id, text_en=text_en, starts_at=at, ends_at=until
    )
    moving.show(office)
    trail.record(
        "announce", subject=f"office:{office.code}", by=by, at=at, payload={"notice": notice.pk}
    )
    return notice


@in_turn
def end_notice(*, notice: Notice, by: By, at: datetime) -> None:
    moving.begin(notice.office, by)
    Notice.objects.filter(pk=notice.pk).update(ends_at=at)
    moving.show(notice.office)
    trail.record(
        "end_notice",
        subject=f"office:{notice.office.code}",
        by=by,
        at=at,
        payload={"notice": notice.pk},
    )


@in_turn
def enrol_kiosk(
    *, office: Office, name: str, paper_width: int, by: By, at: datetime
) -> tuple[Kiosk, str]:
    """Admit a device; return it and the secret, of which only the hash is kept.

    :param paper_width: 58 or 80 millimetres, 0 without a printer
    """
    moving.begin(office, by)
    secret = secrets.token_urlsafe(32)
    kiosk = Kiosk.objects.create(
        office=office,
        name=name,
        token_hash=hash_of(secret),
        paper_width=paper_width,
        enrolled_at=at,
    )
    trail.record(
        "enrol_kiosk", subject=f"office:{office.code}", by=by, at=at, payload={"kiosk": kiosk.pk}
    )
    return kiosk, secret


@in_turn
def revoke_kiosk(*, kiosk: Kiosk, by: By, at: datetime) -> None:
    moving.begin(kiosk.office, by)
    Kiosk.objects.filter(pk=kiosk.pk, revoked_at=None).update(revoked_at=at)
    trail.record(
        "revoke_kiosk",
        subject=f"office:{kiosk.office.code}",
        by=by,
        at=at,
        payload={"kiosk": kiosk.pk},
    )


def _adopt(office: Office, name: str, rules: Rules, *, by: By, at: datetime) -> PriorityPolicy:
    return PriorityPolicy.objects.create(
        office=office,
        name=name,
        effective_from=at,
        priority_run=rules.priority_run,
        ageing_minutes=rules.ageing_minutes,
        cap_minutes=rules.cap_minutes,
        transferred_keep_arrival=rules.transferred_keep_arrival,
        returned_keep_place=rules.returned_keep_place,
        adopted_by_id=by.person,
        adopted_at=at,
    )


def _note(counter: ServiceCounter, action: str, *, by: By, at: datetime) -> None:
    moving.show(counter.office)
    trail.record(
        action,
        subject=f"counter:{counter.pk}",
        by=by,
        at=at,
        payload={"number": counter.number},
    )
