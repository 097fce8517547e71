"""What the ledger knows of the request it is working for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: a person (None for the system), in which role, for which office."""

    person: int | None
    role: str
    office: str

    @property
    def who(self) -> int:
        """Return the person, where only a person can act."""
        if self.person is None:
            raise ValueError("the system cannot do this; a person must")
        return self.person


@dataclass(slots=True, eq=False)
class Request:
    """One request, and the key under which its effect may happen only once."""

    id: str
    account: str = ""
    route: str = ""
    key: str = ""
    body_hash: str = ""
    claimed: bool = False  # the key was used, in a transaction that may be rolled back yet
    committed: bool = False

    def commit(self) -> None:
        self.committed = True


_request: ContextVar[Request | None] = ContextVar("loket_request", default=None)


def current() -> Request | None:
    return _request.get()


def request_id() -> str:
    request = _request.get()
    return request.id if request else ""


@contextmanager
def working_for(request: Request) -> Iterator[Request]:
    token = _request.set(request)
    try:
        yield request
    finally:
        _request.reset(token)


def new_request_id() -> str:
    return str(uuid.uuid4())
