"""What is read off a process: progress, work lists, legal moves, diagrams, a self-check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from loket.process.engine import possible_actions
from loket.process.vocabulary import Actor, Position, Process, State, Step, Text


class Status(StrEnum):
    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Milestone:
    """One published step as the buyer sees it."""

    number: str
    text: Text
    status: Status


def work_states(process: Process, actor: Actor) -> frozenset[State]:
    """Return the stages in which this actor may have something to do, or to look after."""
    promised = {promise.state for promise in process.promises if promise.actor is actor}
    return frozenset(promised | {s for a in process.actions if actor in a.actors for s in a.at})


def letters(process: Process) -> frozenset[str]:
    return frozenset(letter for action in process.actions for letter in action.letters)


def legal_moves(process: Process) -> Iterator[tuple[str, str, str]]:
    """Yield (action, from state, to state) for everything that may ever happen to an order."""
    for action in process.actions:
        for at in sorted(action.at):
            yield action.name, at.value, (action.to or at).value


def progress(process: Process, position: Position, taken: Sequence[str]) -> tuple[Milestone, ...]:
    """Return the published steps that concern this order, in order, each done, now or later.

    What was done before a revision and has to be done again is not done; what can no longer
    happen is left out.

    :param taken: names of the actions that have been carried out on the order, oldest first
    """
    done = _standing(process, taken)
    doable = {a.name for actor in Actor for a in possible_actions(process, position, by=actor)}
    ahead = _reachable(process, position.state)
    by_number = {step.number: step for step in process.steps}
    milestones = []
    for step in process.steps:
        if not step.only_for <= position.traits:
            continue
        carrier = by_number[step.with_step] if step.with_step else step
        if carrier.elsewhere:
            status = _status_elsewhere(carrier, process, position)
        else:
            status = _status(carrier, doable, done)
            is_past = not any(action.at & ahead for action in carrier.actions)
            if status is Status.LATER and (is_past or _other_branch_taken(step, process, done)):
                continue
        milestones.append(Milestone(step.number, step.text, status))
    return tuple(milestones)


def _standing(process: Process, taken: Iterable[str]) -> set[str]:
    """Return the actions that are done and not undone by a later one.

    Coming back to a stage undoes the moves since it was reached first; taking back a fact
    undoes what gave it.
    """
    done: set[str] = set()
    road: list[tuple[str, State]] = []
    for name in taken:
        action = process.action(name)
        done -= {other.name for other in process.actions if other.gives & action.takes}
        if action.to is not None:
            stages = [process.start, *(state for _, state in road)]
            kept = stages.index(action.to) if action.to in stages else len(road)
            done -= {undone for undone, _ in road[kept:]}
            road = [*road[:kept], (name, action.to)]
        done.add(name)
    return done


def _reachable(process: Process, state: State) -> frozenset[State]:
    reached = {state}
    moves = {(State(at), State(to)) for _, at, to in legal_moves(process)}
    while new := {to for at, to in moves if at in reached} - reached:
        reached |= new
    return frozenset(reached)


def _status(step: Step, doable: set[str], done: set[str]) -> Status:
    if any(a.name in doable and a.name not in done for a in step.actions):
        return Status.NOW
    return Status.DONE if any(a.name in done for a in step.actions) else Status.LATER


def _status_elsewhere(step: Step, process: Process, position: Position) -> Status:
    """What happens before an order begins is done; what follows it waits for its end."""
    first = next(n for n, each in enumerate(process.steps) if each.actions)
    is_over = position.state in process.ends
    return Status.DONE if is_over or process.steps.index(step) < first else Status.LATER


def _other_branch_taken(step: Step, process: Process, done: set[str]) -> bool:
    """Step 3b is not shown once 3a happened, and the other way round."""
    stem = step.number.rstrip("ab")
    if stem == step.number:
        return False
    return any(
        action.name in done
        for other in process.steps
        if other.number != step.number and other.number.rstrip("ab") == stem
        for action in other.actions
    )


def mermaid(process: Process, language: str = "id") -> str:
    lines = ["stateDiagram-v2", f"    [*] --> {process.start}"]
    lines += [
        f"    {at} --> {action.to or at}: {action.label.in_language(language)}"
        for action in process.actions
        for at in sorted(action.at)
        if action.to is not None
    ]
    lines += [f"    {state} --> [*]" for state in sorted(process.ends)]
    return "\n".join(lines)


def problems(process: Process) -> Iterator[str]:
    """Yield every way in which the definition contradicts itself."""
    yield from _step_problems(process)
    yield from _action_problems(process)
    yield from _state_problems(process)


def _step_problems(process: Process) -> Iterator[str]:
    carried = {step.number for step in process.steps if step.actions}
    for step in (*process.steps, *process.ours):
        if bool(step.actions) + bool(step.elsewhere) + bool(step.with_step) != 1:
            yield f"step {step.number} must say in exactly one way how it happens"
        if step.with_step and step.with_step not in carried:
            yield f"step {step.number} happens with {step.with_step}, which does nothing"


def _action_problems(process: Process) -> Iterator[str]:
    names = [action.name for action in process.actions]
    given = {fact for action in process.actions for fact in action.gives}
    yield from (f"{n} is defined twice" for n in sorted(set(names)) if names.count(n) > 1)
    for action in process.actions:
        if never := (action.needs | action.not_after | action.takes) - given:
            yield f"{action.name} looks at {sorted(never)}, which nothing gives"
        if action.to and action.at & process.ends:
            yield f"{action.name} leaves an end"


def _state_problems(process: Process) -> Iterator[str]:
    moves = {(State(at), State(to)) for _, at, to in legal_moves(process)}
    reached = _reachable(process, process.start)
    named = {state for move in moves for state in move} | process.ends
    left = {at for at, to in moves if at != to}
    yield from (f"{s} cannot be reached" for s in sorted(named - reached))
    yield from (f"{s} is a dead end" for s in sorted(reached - process.ends - left))
    promised = {promise.state for promise in process.promises}
    waiting = reached - process.ends - {process.start}
    yield from (f"{s} has no time promise" for s in sorted(waiting - promised))
