"""The published definitions are whole, and the self-check sees a definition that is not."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from importlib import import_module

import pytest

from loket.process import CURRENT, VERSIONS, derive, process_of, words
from loket.process.vocabulary import (
    Action,
    Actor,
    Fact,
    Process,
    Promise,
    State,
    Step,
    Text,
    Trait,
    Unit,
    carried_with,
    may,
)

PROCESSES = pytest.mark.parametrize("process", VERSIONS.values(), ids=lambda p: p.channel)
NUMBERS = {
    "walk_in": [*range(1, 14)],
    "online": [*range(1, 13)],
}


@PROCESSES
def test_does_not_contradict_itself(process: Process) -> None:
    assert list(derive.problems(process)) == []


@PROCESSES
def test_publishes_every_step_of_the_standard_in_order(process: Process) -> None:
    letter = "W" if process.channel == "walk_in" else "O"
    found = [int(step.number.strip(f"{letter}ab")) for step in process.steps]

    assert found == sorted(found)
    assert sorted(set(found)) == NUMBERS[process.channel]


@PROCESSES
def test_numbers_of_steps_are_unique(process: Process) -> None:
    numbers = [step.number for step in (*process.steps, *process.ours)]

    assert len(numbers) == len(set(numbers))


@PROCESSES
def test_says_everything_in_both_languages(process: Process) -> None:
    texts = [process.title, *(step.text for step in (*process.steps, *process.ours))]
    texts += [action.label for action in process.actions]
    texts += [action.way_out for action in process.actions if action.way_out]

    for text in texts:
        assert text.id.strip()
        assert text.en.strip()
        assert text.id != text.en


@PROCESSES
def test_what_is_carried_out_elsewhere_exists(process: Process) -> None:
    for step in (*process.steps, *process.ours):
        for dotted in step.elsewhere:
            module, _, name = dotted.rpartition(".")
            assert callable(getattr(import_module(f"loket.{module}"), name)), dotted


@PROCESSES
def test_release_waits_for_money_agreement_and_receipt(process: Process) -> None:
    into_delivered = {a.name: a for a in process.actions if a.to == State.DELIVERED}

    assert into_delivered.keys() == {"deliver", "redeliver"}
    needed = {Fact.PAID, Fact.SPPD_RECEIVED, Fact.KUITANSI_ISSUED}
    assert needed <= into_delivered["deliver"].needs
    assert into_delivered["redeliver"].at == {State.CORRECTED}


def test_the_single_revision_is_online_and_for_microdata_only() -> None:
    revising = {
        (p.channel, a.name, a.only_for)
        for p in VERSIONS.values()
        for a in p.actions
        if Fact.REVISION_USED in a.gives
    }

    assert revising == {("online", "ask_revision", frozenset({Trait.MICRODATA}))}


@pytest.mark.parametrize("channel", CURRENT)
def test_is_found_by_channel_and_version(channel: str) -> None:
    assert process_of(channel, CURRENT[channel].version) is CURRENT[channel]


def test_a_version_never_published_is_an_error() -> None:
    with pytest.raises(KeyError):
        process_of("online", "1999-01")


@pytest.mark.parametrize(
    ("named", "kinds"),
    [
        (words.ACTORS, Actor),
        (words.STATES, State),
        (words.AWAITED, Fact),
        (words.HAPPENED, Fact),
        (words.TRAITS, Trait),
        (words.UNITS, Unit),
    ],
)
def test_every_kind_has_words(named: dict[str, Text], kinds: type[Actor]) -> None:
    assert set(named) == set(kinds)
    assert all(text.id and text.en for text in named.values())


def changed(process: Process, name: str, **values: object) -> Process:
    """Return the process with one action changed."""

    def replace(step: Step) -> Step:
        actions = tuple(
            dataclasses.replace(a, **values) if a.name == name else a  # type: ignore[arg-type]
            for a in step.actions
        )
        return dataclasses.replace(step, actions=actions)

    return dataclasses.replace(
        process,
        steps=tuple(map(replace, process.steps)),
        ours=tuple(map(replace, process.ours)),
    )


def without(process: Process, *names: str) -> Process:
    def strip(step: Step) -> Step:
        kept = tuple(action for action in step.actions if action.name not in names)
        return dataclasses.replace(step, actions=kept)

    steps = tuple(map(strip, process.steps))
    return dataclasses.replace(process, steps=steps, ours=tuple(map(strip, process.ours)))


ONLINE = CURRENT["online"]
STRAY: Action = may(Actor.OFFICER, "accept", ("x", "y"), at=State.CHECKING)
PLANTED: dict[str, Callable[[], Process]] = {
    "SETTLING cannot be reached": lambda: changed(ONLINE, "accept_offer", to=None),
    "CORRECTED is a dead end": lambda: without(ONLINE, "redeliver"),
    "looks at": lambda: changed(ONLINE, "rate", gives=frozenset()),
    "is defined twice": lambda: dataclasses.replace(
        ONLINE, ours=(*ONLINE.ours, Step("P9", Text("a", "b"), (STRAY,)))
    ),
    "leaves an end": lambda: changed(
        ONLINE, "relink", at=frozenset({State.COMPLETED}), to=State.DELIVERED
    ),
    "must say in exactly one way": lambda: dataclasses.replace(
        ONLINE, ours=(*ONLINE.ours, Step("P9", Text("a", "b")))
    ),
    "which does nothing": lambda: dataclasses.replace(
        ONLINE, ours=(*ONLINE.ours, carried_with("P9", "a", "b", step="O1"))
    ),
    "OFFERED has no time promise": lambda: dataclasses.replace(
        ONLINE,
        promises=tuple(p for p in ONLINE.promises if p.state != State.OFFERED),
    ),
}


@pytest.mark.parametrize("problem", PLANTED)
def test_self_check_sees_a_planted_mistake(problem: str) -> None:
    assert any(problem in found for found in derive.problems(PLANTED[problem]()))


@PROCESSES
def test_promises_are_made_once_for_stages_that_exist(process: Process) -> None:
    promised = [promise.state for promise in process.promises]

    assert len(promised) == len(set(promised))
    assert not set(promised) & process.ends
    for promise in process.promises:
        assert isinstance(promise, Promise)
        assert promise.amount > 0
        assert promise.state in derive.work_states(process, promise.actor)
