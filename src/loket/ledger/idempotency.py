"""A request sent twice has one effect.

Each form carries a key. The first event that a request writes claims the key in the same
transaction: if the effect is rolled back so is the claim, and a repeat finds either both
or neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from loket.ledger import context
from loket.ledger.models import Answer


class DuplicateRequest(Exception):
    """Another request with the same key has had, or is just having, this effect."""


class OtherBody(Exception):
    """The key was used before with different content."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given before; status is None if the connection died before it."""

    status: int | None
    location: str


def claim(at: datetime) -> None:
    """Mark the current request's key as used, in the caller's transaction.

    :raises DuplicateRequest: if it has been used meanwhile
    """
    request = context.current()
    if request is None or not request.key or (request.claimed and _stands(request)):
        return
    try:
        with transaction.atomic():
            Answer.objects.create(
                account=request.account,
                route=request.route,
                key=request.key,
                body_hash=request.body_hash,
                at=at,
            )
    except IntegrityError as error:
        raise DuplicateRequest from error
    request.claimed, request.committed = True, False
    transaction.on_commit(request.commit)


def _stands(request: context.Request) -> bool:
    """Whether the claim holds: committed, or of the transaction that is still under way.

    What waits for a commit is forgotten when its transaction is rolled back.
    """
    waiting = (entry[1] for entry in transaction.get_connection().run_on_commit)
    return request.committed or any(call == request.commit for call in waiting)


def earlier_answer(request: context.Request) -> Given | None:
    """Return what was answered to the same request before, or None if it is new.

    :raises OtherBody: if the key was used with another body
    """
    answer = Answer.objects.filter(
        account=request.account, route=request.route, key=request.key
    ).first()
    if answer is None:
        return None
    if answer.body_hash != request.body_hash:
        raise OtherBody
    return Given(answer.status, answer.location)


def remember(request: context.Request, *, status: int, location: str) -> None:
    if not request.claimed:
        return
    with transaction.atomic():  # in its turn among the writers
        Answer.objects.filter(
            account=request.account, route=request.route, key=request.key
        ).update(status=status, location=location[:500])
