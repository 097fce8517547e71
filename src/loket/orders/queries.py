"""Reads that several audiences share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from loket.ledger import trail
from loket.ledger.models import Event
from loket.orders.models import Item, Order
from loket.orders.operations import position_of, process_for, subject_of
from loket.people.models import User
from loket.process import CURRENT, derive, words
from loket.process.derive import Milestone
from loket.process.engine import possible_actions, refusal
from loket.process.vocabulary import Action, Actor, State, Text


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an order's history."""

    at: datetime
    label: Text
    role: Text
    person: str
    step: str


def by_subject(subject: str) -> Order | None:
    """Find the order that an event or a message is about (`order:<uuid>`)."""
    kind, _, public_id = subject.partition(":")
    if kind != "order":
        return None
    found = Order.objects.select_related("office", "buyer", "officer")
    return found.filter(public_id=public_id).first()


def items_of(order: Order) -> list[Item]:
    return list(order.items.filter(replaced_at=None))


def actions_for(order: Order, actor: Actor) -> tuple[Action, ...]:
    """Return what this actor may do to the order now."""
    return possible_actions(process_for(order), position_of(order), by=actor)


def may(order: Order, action: str, actor: Actor) -> bool:
    return any(possible.name == action for possible in actions_for(order, actor))


def why_not(order: Order, action: str, actor: Actor) -> Exception | None:
    """Return why the action is refused now (with `.id` and `.en`), or None."""
    return refusal(process_for(order).action(action), position_of(order), actor)


def progress(order: Order) -> tuple[Milestone, ...]:
    return derive.progress(process_for(order), position_of(order), taken(order))


def taken(order: Order) -> list[str]:
    """Return the names of the actions that moved the order, oldest first."""
    moved = Event.objects.filter(subject=subject_of(order), revision__isnull=False)
    return list(moved.order_by("revision").values_list("action", flat=True))


def history(order: Order) -> list[Happening]:
    """Return what happened to the order, in words, oldest first."""
    process = process_for(order)
    events = [event for event in trail.history(subject_of(order)) if event.revision is not None]
    names = dict(
        User.objects.filter(pk__in={e.person for e in events if e.person}).values_list(
            "pk", "name"
        )
    )
    return [
        Happening(
            event.at,
            process.action(event.action).label,
            words.ACTORS.get(Actor(event.role), Text(event.role, event.role))
            if event.role in set(Actor)
            else Text(event.role, event.role),
            names.get(event.person or 0, ""),
            process.step_of(event.action).number,
        )
        for event in events
    ]


def details_of(order: Order, action: str) -> dict[str, str]:
    """Return the details recorded with the last such action, or nothing."""
    event = Event.objects.filter(subject=subject_of(order), action=action).order_by("-id").first()
    return dict(json.loads(event.payload).get("details", {})) if event else {}


def work_list(orders: QuerySet[Order], actor: Actor) -> QuerySet[Order]:
    """Return the orders in which this actor may have something to do, most urgent first."""
    states = frozenset[State]().union(
        *(derive.work_states(process, actor) for process in CURRENT.values())
    )
    return orders.filter(state__in=states).order_by("due_at", "state_since")


def state_text(order: Order) -> Text:
    return words.STATES[State(order.state)]


def waiting_for(order: Order) -> tuple[Actor, ...]:
    """Return whose turn it is: everybody who can move the order on now."""
    process = process_for(order)
    promise = process.promise_at(State(order.state))
    able = [a for a in Actor if possible_actions(process, position_of(order), by=a)]
    if promise is not None and promise.actor in able:
        return (promise.actor, *(a for a in able if a != promise.actor))
    return tuple(able)


def open_states() -> Sequence[State]:
    ends = frozenset[State]().union(*(process.ends for process in CURRENT.values()))
    return [state for state in State if state not in ends]
