"""Every state, action and actor: what is allowed is exactly what the definition says."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest

from loket.process import VERSIONS, engine
from loket.process.engine import (
    ActionRefused,
    AlreadyUsed,
    NeedsMore,
    NotForThisOrder,
    UnknownAction,
    WrongActor,
    WrongState,
)
from loket.process.vocabulary import Action, Actor, Fact, Position, Process, State, Trait

PROCESSES = pytest.mark.parametrize("process", VERSIONS.values(), ids=lambda p: p.channel)
ALL_TRAITS = frozenset(Trait)


def expected(action: Action, position: Position, actor: Actor) -> type[ActionRefused] | None:
    """Say what the definition says, by the book and in the order of the reasons."""
    if actor not in action.actors:
        return WrongActor
    if position.state not in action.at:
        return WrongState
    if action.only_for - position.traits:
        return NotForThisOrder
    if action.needs - position.facts:
        return NeedsMore
    if action.not_after & position.facts:
        return AlreadyUsed
    return None


def subsets(facts: frozenset[Fact]) -> list[frozenset[Fact]]:
    members = sorted(facts)
    chosen = chain.from_iterable(combinations(members, n) for n in range(len(members) + 1))
    return [frozenset(each) for each in chosen]


@PROCESSES
def test_every_state_action_actor_and_fact(process: Process) -> None:
    tried = 0
    for action, state, actor in product(process.actions, State, Actor):
        for facts in subsets(action.needs | action.not_after | action.gives):
            for traits in (ALL_TRAITS, frozenset[Trait]()):
                position = Position(state, facts, traits)
                why = expected(action, position, actor)
                tried += 1
                if why is None:
                    after = engine.advance(process, position, action.name, by=actor)
                    assert after.state == (action.to or state)
                    assert after.facts == (facts - action.takes) | action.gives
                    assert after.traits == (traits - action.ceases) | action.becomes
                else:
                    with pytest.raises(why):
                        engine.advance(process, position, action.name, by=actor)
    assert tried > len(process.actions) * len(State) * len(Actor)


@PROCESSES
@pytest.mark.parametrize("actor", Actor)
def test_an_action_of_no_process_is_refused(process: Process, actor: Actor) -> None:
    for state in State:
        with pytest.raises(UnknownAction):
            engine.advance(process, Position(state), "give_away", by=actor)


@PROCESSES
def test_nothing_moves_an_order_that_has_ended(process: Process) -> None:
    for state, actor in product(process.ends, Actor):
        for facts in subsets(frozenset(Fact)):
            position = Position(state, facts, ALL_TRAITS)
            for action in engine.possible_actions(process, position, by=actor):
                assert action.to is None
                assert state == State.COMPLETED


@PROCESSES
def test_refusals_say_why_in_both_languages(process: Process) -> None:
    for action, state, actor in product(process.actions, State, Actor):
        position = Position(state, frozenset(), frozenset())
        refused = engine.refusal(action, position, actor)
        if refused is None:
            continue
        assert action.label.id in refused.id
        assert action.label.en in refused.en
        assert str(refused) == f"{refused.id} / {refused.en}"
        assert refused.in_language("en-GB") == refused.en
        assert refused.in_language("id") == refused.id
        assert refused.id[-1] == refused.en[-1] == "."


def test_the_second_revision_says_what_to_do_instead() -> None:
    process = next(p for p in VERSIONS.values() if p.channel == "online")
    position = Position(State.OFFERED, frozenset({Fact.REVISION_USED}), ALL_TRAITS)

    with pytest.raises(AlreadyUsed) as refused:
        engine.advance(process, position, "ask_revision", by=Actor.BUYER)

    assert "satu kali kesempatan revisi sudah dipakai" in refused.value.id
    assert "make a new request" in refused.value.en
