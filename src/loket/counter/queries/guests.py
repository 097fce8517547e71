"""Finding a returning guest's earlier entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from loket.counter.guestbook import (
    Entry,
    Question,
    entry_of_earlier_visit,
    questions_of,
    still_fitting,
)
from loket.counter.models import Visit
from loket.people.models import Office
from loket.people.queries import guest_by_contact, local_day
from loket.rules.identity import normalise_email, normalise_phone
from loket.rules.wording import RuleError


def earlier_entry(
    office: Office, contact: str, *, priority_reason: str, at: datetime
) -> Entry | None:
    """
    Return the guest-book entry of a guest known by telephone or e-mail, or None.

    It is for the new visit only and is never shown before an officer has seen the guest.
    """
    typed = normalise_contact(contact)
    if typed is None:
        return None
    latest = _visits(office, typed).first()
    return entry_of_earlier_visit(
        None if latest else guest_by_contact(typed),
        _entry(latest, questions_of(office)) if latest else None,
        priority_reason=priority_reason,
        at=at,
    )


def open_visit_of(office: Office, contact: str, at: datetime) -> Visit | None:
    """Return the visit that the guest with this contact has open today, or None."""
    typed = normalise_contact(contact)
    if typed is None:
        return None
    latest = _visits(office, typed).filter(closed_at=None).select_related("office").first()
    if latest is None or local_day(office, latest.opened_at) != local_day(office, at):
        return None
    return latest


def normalise_contact(typed: str) -> str | None:
    """Return a telephone number or e-mail address as stored, or None if it is neither."""
    try:
        return normalise_email(typed) if "@" in typed else normalise_phone(typed)
    except RuleError:
        return None


def _visits(office: Office, contact: str) -> QuerySet[Visit]:
    visits = Visit.objects.filter(office=office).order_by("-id")
    return visits.filter(email=contact) if "@" in contact else visits.filter(phone=contact)


def _entry(visit: Visit, questions: Sequence[Question]) -> Entry:
    return Entry(
        name=visit.name,
        email=visit.email,
        phone=visit.phone,
        institution=visit.institution,
        answers=still_fitting(visit.answers, questions),
        language=visit.language,
    )
