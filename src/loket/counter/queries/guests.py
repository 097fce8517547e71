"""Finding a returning guest's earlier entry."""

from __future__ import annotations

from datetime import datetime

from loket.counter.guestbook import Entry, entry_of_earlier_visit
from loket.counter.models import Visit
from loket.people.models import Office
from loket.people.queries import guest_by_contact
from loket.rules.identity import normalise_phone
from loket.rules.wording import RuleError


def earlier_entry(
    office: Office, contact: str, *, priority_reason: str, at: datetime
) -> Entry | None:
    """
    Return the guest-book entry of a guest known by telephone or e-mail, or None.

    It is for the new visit only and is never shown before an officer has seen the guest.
    """
    try:
        typed = contact.strip().lower() if "@" in contact else normalise_phone(contact)
    except RuleError:
        return None
    visits = Visit.objects.filter(office=office)
    same = visits.filter(email=typed) if "@" in typed else visits.filter(phone=typed)
    latest = same.order_by("-id").first()
    return entry_of_earlier_visit(
        None if latest else guest_by_contact(typed),
        _entry(latest) if latest else None,
        priority_reason=priority_reason,
        at=at,
    )


def _entry(visit: Visit) -> Entry:
    return Entry(
        name=visit.name,
        email=visit.email,
        phone=visit.phone,
        institution=visit.institution,
        answers=visit.answers,
        language=visit.language,
    )
