"""Every view says who may open it. What says nothing is refused.

The decorators only mark the view; `middleware.access.DefaultDeny` acts on the mark, so
that a forgotten one is refused and a test can list them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from loket.people.models import Role

MARK = "loket_access"


class View(Protocol):
    def __call__(self, request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


V = TypeVar("V", bound=Callable[..., HttpResponseBase])


class Audience(StrEnum):
    PUBLIC = "public"  # everybody, logged in or not
    BUYER = "buyer"  # anybody logged in, for their own things
    STAFF = "staff"  # people acting in a role
    KIOSK = "kiosk"  # an office's own device: it sees what a passer-by may see
    HOOK = "hook"  # machines, which prove themselves to the view


@dataclass(frozen=True, slots=True)
class Access:
    audience: Audience | None = None
    roles: frozenset[Role] = frozenset()  # for staff; empty: any role
    needs_key: bool = True  # a POST carries an idempotency key


def access_of(view: object) -> Access | None:
    """Return what the view says of itself, or None if it does not say who may open it."""
    access = getattr(view, MARK, None)
    return access if isinstance(access, Access) and access.audience else None


def public(view: V) -> V:
    return _mark(view, audience=Audience.PUBLIC)


def buyer(view: V) -> V:
    return _mark(view, audience=Audience.BUYER)


def staff(*roles: Role) -> Callable[[V], V]:
    """Open the view to people acting in one of the roles; without roles, to all staff."""

    def mark(view: V) -> V:
        return _mark(view, audience=Audience.STAFF, roles=frozenset(roles))

    return mark


def kiosk(view: V) -> V:
    return _mark(view, audience=Audience.KIOSK)


def hook(view: V) -> V:
    """Open the view to machines: no session, no CSRF token, no idempotency key."""
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return _mark(view, audience=Audience.HOOK, needs_key=False)


def without_key(view: V) -> V:
    """A POST to this view may be repeated without harm (log-in, choice of language)."""
    return _mark(view, needs_key=False)


def _mark(view: V, **changes: Any) -> V:
    setattr(view, MARK, replace(getattr(view, MARK, Access()), **changes))
    return view
