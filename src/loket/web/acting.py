"""Who is acting on this request: the person, and for staff the office and the role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest

from loket.ledger.context import By
from loket.people.models import Assignment, Office, Role, User
from loket.people.operations import HEADQUARTERS

BUYER = "buyer"

# What the session holds.
CHOSEN = "assignment"  # primary key of the assignment chosen for this session
STARTED = "started"  # when the session began, ISO
SEEN = "seen"  # when the person last did something, ISO


@dataclass(frozen=True, slots=True)
class Acting:
    """
    The person behind a request.

    :param user: None for somebody who is not logged in
    :param office: the office a member of staff acts for; None for buyers and for the
        administrator of the whole system
    :param role: the role a member of staff acts in; None until one is chosen, and for buyers
    :param assignments: every role the person holds now
    """

    user: User | None = None
    office: Office | None = None
    role: Role | None = None
    assignments: tuple[Assignment, ...] = ()

    @property
    def is_staff(self) -> bool:
        return bool(self.assignments)

    def holds(self, roles: frozenset[Role]) -> bool:
        """Whether the person holds one of the roles (any, if none is named) somewhere."""
        return any(not roles or held.role in roles for held in self.assignments)

    def by(self, office: str = "") -> By:
        """
        Name the actor for the trail.

        :param office: code of the office the act belongs to, for a buyer or an
            administrator of the whole system; staff always act for their own office
        """
        person = self.user.pk if self.user else None
        if self.role is None:
            return By(person, BUYER, office or HEADQUARTERS)
        return By(person, self.role.value, self.office.code if self.office else HEADQUARTERS)

    def as_buyer(self, office: str = "") -> By:
        """Name the person as a customer, even if they are also staff."""
        return By(self.user.pk if self.user else None, BUYER, office or HEADQUARTERS)


NOBODY = Acting()


def acting_of(request: HttpRequest) -> Acting:
    """Return who is acting; nobody, on a page drawn before that was found out."""
    return cast("Acting", getattr(request, "acting", NOBODY))


def user_of(request: HttpRequest) -> User:
    """
    Return the logged-in person.

    :raises RuntimeError: on a view that anonymous visitors may open
    """
    user = acting_of(request).user
    if user is None:
        raise RuntimeError("only a view for logged-in people may ask who is logged in")
    return user


def office_of(request: HttpRequest) -> Office:
    """
    Return the office a member of staff acts for.

    :raises RuntimeError: on a view that others than an office's staff may open
    """
    office = acting_of(request).office
    if office is None:
        raise RuntimeError("only a view for an office's staff may ask for the office")
    return office


def begin_session(request: HttpRequest, at: datetime) -> None:
    """Note when the session began; called at log-in, once the session key is a new one."""
    request.session[STARTED] = request.session[SEEN] = at.isoformat()


def request_id_of(request: HttpRequest) -> str:
    """Return the number under which logs and the trail know this request."""
    return str(getattr(request, "request_id", ""))
