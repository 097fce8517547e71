"""How every view of this folder finds its office: only one the person administers now."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from loket.ledger.context import By
from loket.people import access
from loket.people.models import Office
from loket.web.acting import acting_of, user_of


def office_for(request: HttpRequest, code: str) -> Office:
    """
    :raises Http404: if there is none, or it is another's: the answer is the same
    """
    acting = acting_of(request)
    found = access.offices_for(user_of(request), acting.role, acting.office)
    office = found.filter(code=code).first()
    if office is None:
        raise Http404
    return office


def by_for(request: HttpRequest, office: Office) -> By:
    """Name the person as acting for this office, in whose trail the act is written."""
    by = acting_of(request).by()
    return By(by.person, by.role, office.code)
