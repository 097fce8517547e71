"""The words in which a service is described: actors, states, facts, traits, steps, actions.

Nothing here knows of Django, the database or the web. A process is data; the public
service standard, the work lists, the permission checks, the letters and the tests are
read from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Indonesian and in English."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.id


class Actor(StrEnum):
    BUYER = "buyer"
    OFFICER = "officer"
    TREASURER = "treasurer"
    APPROVER = "approver"
    SYSTEM = "system"


class State(StrEnum):
    DRAFT = "DRAFT"
    CHECKING = "CHECKING"
    SIGNING = "SIGNING"
    PREPARING = "PREPARING"
    OFFERED = "OFFERED"
    SETTLING = "SETTLING"
    DELIVERED = "DELIVERED"
    CORRECTING = "CORRECTING"
    CORRECTED = "CORRECTED"
    COMPLETED = "COMPLETED"
    REFERRED = "REFERRED"
    CANCELLED = "CANCELLED"


class Fact(StrEnum):
    """Something that has happened to an order; it stays true unless an action takes it back."""

    PREPARED = "PREPARED"
    RELEASE_ASKED = "RELEASE_ASKED"
    REVISION_USED = "REVISION_USED"
    SPPD_UPLOADED = "SPPD_UPLOADED"
    SPPD_RECEIVED = "SPPD_RECEIVED"
    TRANSFER_PROOF_RECEIVED = "TRANSFER_PROOF_RECEIVED"
    PAID = "PAID"
    KUITANSI_ISSUED = "KUITANSI_ISSUED"
    RATED = "RATED"


class Trait(StrEnum):
    """What an order is by its content; given when it is submitted.

    Only an action that says so (`becomes`, `ceases`) turns it into another kind of order.
    """

    MICRODATA = "MICRODATA"
    AREA_MAP = "AREA_MAP"
    DOMESTIC = "DOMESTIC"
    FOREIGN = "FOREIGN"
    ZERO_TARIFF = "ZERO_TARIFF"
    PAYING = "PAYING"


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Action:
    """Something an actor may do to an order at certain stages."""

    name: str
    label: Text
    actors: frozenset[Actor]
    at: frozenset[State]
    to: State | None  # None: the order stays where it is
    needs: frozenset[Fact]
    not_after: frozenset[Fact]
    gives: frozenset[Fact]
    takes: frozenset[Fact]
    only_for: frozenset[Trait]
    becomes: frozenset[Trait]
    ceases: frozenset[Trait]
    letters: tuple[str, ...]
    way_out: Text | None  # what to do when it is refused


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered sentence of the published standard, and what carries it out.

    Exactly one of: `actions` (an order moves), `elsewhere` (an operation of another
    department, by its dotted name), `with_step` (happens with the actions of that step).
    """

    number: str
    text: Text
    actions: tuple[Action, ...] = ()
    elsewhere: tuple[str, ...] = ()
    with_step: str = ""
    only_for: frozenset[Trait] = frozenset()


@dataclass(frozen=True, slots=True)
class Promise:
    """How long an order may stay at a stage, and whose turn it is meanwhile.

    The clock of the service pauses while it is the buyer's turn.
    """

    state: State
    actor: Actor
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Position:
    """Where one order stands in its process."""

    state: State
    facts: frozenset[Fact] = frozenset()
    traits: frozenset[Trait] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Process:
    channel: str
    version: str
    title: Text
    start: State
    ends: frozenset[State]
    steps: tuple[Step, ...]  # as published
    ours: tuple[Step, ...]  # what the standard does not mention
    promises: tuple[Promise, ...]

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        return tuple(action for step in (*self.steps, *self.ours) for action in step.actions)

    @cached_property
    def by_name(self) -> dict[str, Action]:
        return {action.name: action for action in self.actions}

    def action(self, name: str) -> Action:
        """
        :raises KeyError: if the process has no action of that name
        """
        return self.by_name[name]

    def step_of(self, action_name: str) -> Step:
        return next(
            step
            for step in (*self.steps, *self.ours)
            if any(action.name == action_name for action in step.actions)
        )

    def promise_at(self, state: State) -> Promise | None:
        return next((promise for promise in self.promises if promise.state == state), None)


# Helpers that let a definition be read aloud.


def step(
    number: str,
    id: str,
    en: str,
    *actions: Action,
    only_for: Iterable[Trait] = (),
) -> Step:
    return Step(number, Text(id, en), actions, only_for=frozenset(only_for))


def carried_elsewhere(number: str, id: str, en: str, *operations: str) -> Step:
    return Step(number, Text(id, en), elsewhere=operations)


def carried_with(
    number: str, id: str, en: str, *, step: str, only_for: Iterable[Trait] = ()
) -> Step:
    return Step(number, Text(id, en), with_step=step, only_for=frozenset(only_for))


def may(
    actors: Actor | Iterable[Actor],
    name: str,
    label: tuple[str, str],
    *,
    at: State | Iterable[State],
    to: State | None = None,
    needs: Iterable[Fact] = (),
    not_after: Iterable[Fact] = (),
    gives: Iterable[Fact] = (),
    takes: Iterable[Fact] = (),
    only_for: Iterable[Trait] = (),
    becomes: Iterable[Trait] = (),
    ceases: Iterable[Trait] = (),
    letters: Iterable[str] = (),
    way_out: tuple[str, str] | None = None,
) -> Action:
    return Action(
        name=name,
        label=Text(*label),
        actors=frozenset([actors] if isinstance(actors, Actor) else actors),
        at=frozenset([at] if isinstance(at, State) else at),
        to=to,
        needs=frozenset(needs),
        not_after=frozenset(not_after),
        gives=frozenset(gives),
        takes=frozenset(takes),
        only_for=frozenset(only_for),
        becomes=frozenset(becomes),
        ceases=frozenset(ceases),
        letters=tuple(letters),
        way_out=Text(*way_out) if way_out else None,
    )
