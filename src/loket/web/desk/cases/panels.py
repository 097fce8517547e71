"""Which actions a case page offers, in which order, and why others are not possible yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from loket.orders.models import Order
from loket.orders.operations import position_of, process_for
from loket.orders.queries import actions_for
from loket.process.engine import NeedsMore, refusal
from loket.process.vocabulary import Actor, State, Text
from loket.web.desk.cases.forms import FORMS, form_for
from loket.web.forms import PageForm

# What carries the case on, before what ends or repeats something.
FORWARD = (
    "accept",
    "receive_sppd",
    "send_offer",
    "issue_invoice",
    "deliver",
    "redeliver",
    "complete",
)
ENDS = frozenset({"reject", "refer", "refuse_sppd", "undo_sppd", "cancel"})


@dataclass(frozen=True, slots=True)
class Panel:
    """One action: its form and address; `ends`: it takes something back or ends the case."""

    name: str
    label: Text
    form: PageForm
    address: str
    ends: bool
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class NotYet:
    label: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Offer:
    """What the officer can do now: the one next thing, other things, and what must wait."""

    next: tuple[Panel, ...]
    others: tuple[Panel, ...]
    waiting: tuple[NotYet, ...]


def offer_of(order: Order, bound: Mapping[str, PageForm], *, answer_due: bool = False) -> Offer:
    """
    :param answer_due: whether a poor rating still waits for its answer
    :param bound: forms to show again with what was typed and what is wrong
    """
    names = [action.name for action in actions_for(order, Actor.OFFICER) if action.name in FORMS]
    panels = [_panel(order, name, bound) for name in sorted(names, key=_rank)]
    checking = order.state == State.CHECKING  # the decision has two sides, both at hand
    first = set(FORWARD) | ({"follow_up"} if answer_due else set())
    ahead = tuple(p for p in panels if p.name in first or (checking and p.name != "cancel"))
    others = tuple(p for p in panels if p not in ahead)
    return Offer(ahead, others, tuple(_waiting(order)))


def _panel(order: Order, name: str, bound: Mapping[str, PageForm]) -> Panel:
    form = bound.get(name) or form_for(name, order)
    return Panel(
        name=name,
        label=process_for(order).action(name).label,
        form=form,
        address=reverse(f"desk:{name}", args=[order.public_id]),
        ends=name in ENDS,
        is_wrong=bool(form.errors),
    )


def _waiting(order: Order) -> list[NotYet]:
    position = position_of(order)
    found = []
    for action in process_for(order).actions:
        if action.name not in FORWARD or Actor.OFFICER not in action.actors:
            continue
        why = refusal(action, position, Actor.OFFICER)
        if isinstance(why, NeedsMore):
            found.append(NotYet(action.label, Text(why.id, why.en)))
    return found


def _rank(name: str) -> int:
    return FORWARD.index(name) if name in FORWARD else len(FORWARD)
