"""Whose turn a case is, read off the process."""

from __future__ import annotations

from loket.orders.models import Order
from loket.orders.operations import position_of, process_for
from loket.process import words
from loket.process.engine import possible_actions
from loket.process.vocabulary import Actor, Fact, State, Text

# Possible at almost any time; they do not mean that anybody waits for them.
NOBODY_WAITS = frozenset(
    {
        "ask_revision",
        "cancel",
        "follow_up",
        "lapse",
        "rate",
        "refuse_sppd",
        "relink",
        "report_error",
        "undo_sppd",
        "withdraw",
    }
)


def turn_of(order: Order) -> tuple[Text, ...]:
    """Return who can carry the order on now, the one the promise names first."""
    return tuple(words.ACTORS[actor] for actor in actors_of(order))


def actors_of(order: Order) -> tuple[Actor, ...]:
    process, position = process_for(order), position_of(order)
    able = [
        actor
        for actor in Actor
        if any(a.name not in NOBODY_WAITS for a in possible_actions(process, position, by=actor))
    ]
    promise = process.promise_at(State(order.state))
    return tuple(sorted(able, key=lambda actor: promise is None or actor != promise.actor))


def waits_for_officer(order: Order) -> bool:
    """Whether something lies on the officers' table: not while only the post could bring it."""
    if Actor.OFFICER not in actors_of(order):
        return False
    in_the_post = (
        order.channel == "online"
        and order.state == State.SETTLING
        and not {Fact.SPPD_UPLOADED, Fact.SPPD_RECEIVED} & set(order.facts)
    )
    return not in_the_post
