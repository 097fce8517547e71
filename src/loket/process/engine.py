"""Decide whether an action may be taken, and where it leads. Pure functions only."""

from __future__ import annotations

from collections.abc import Iterable

from loket.process import words
from loket.process.vocabulary import Action, Actor, Position, Process, Text


class ActionRefused(Exception):
    """The process does not allow this action here; `id` and `en` are fit for the screen."""

    def __init__(self, why: Text, way_out: Text | None = None) -> None:
        self.id = f"{why.id} {way_out.id}" if way_out else why.id
        self.en = f"{why.en} {way_out.en}" if way_out else why.en
        super().__init__(f"{self.id} / {self.en}")

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.id


class UnknownAction(ActionRefused):
    pass


class WrongActor(ActionRefused):
    pass


class WrongState(ActionRefused):
    pass


class NotForThisOrder(ActionRefused):
    pass


class NeedsMore(ActionRefused):
    pass


class AlreadyUsed(ActionRefused):
    pass


def advance(process: Process, position: Position, name: str, *, by: Actor) -> Position:
    """Return the position after the action.

    :raises ActionRefused: if the process does not allow it
    """
    action = process.by_name.get(name)
    if action is None:
        raise UnknownAction(
            Text(
                "Tindakan ini tidak ada pada proses pesanan ini.",
                "This order's process has no such action.",
            )
        )
    if problem := refusal(action, position, by):
        raise problem
    return Position(
        state=action.to or position.state,
        facts=(position.facts - action.takes) | action.gives,
        traits=(position.traits - action.ceases) | action.becomes,
    )


def possible_actions(process: Process, position: Position, *, by: Actor) -> tuple[Action, ...]:
    # Most fall away by who and where; to word a refusal for each of them would be dear.
    near = (a for a in process.actions if by in a.actors and position.state in a.at)
    return tuple(a for a in near if refusal(a, position, by) is None)


def refusal(action: Action, position: Position, by: Actor) -> ActionRefused | None:
    """Return why the action is not allowed here, or None if it is."""
    checks = (_wrong_actor, _wrong_state, _wrong_trait, _missing, _used)
    return next((r for check in checks if (r := check(action, position, by))), None)


def _wrong_actor(action: Action, position: Position, by: Actor) -> ActionRefused | None:
    if by in action.actors:
        return None
    who = _join([words.ACTORS[actor] for actor in sorted(action.actors)], "atau", "or")
    return WrongActor(
        Text(
            f"“{action.label.id}” hanya untuk {who.id}.",
            f"“{action.label.en}” is only for the {who.en}.",
        )
    )


def _wrong_state(action: Action, position: Position, by: Actor) -> ActionRefused | None:
    if position.state in action.at:
        return None
    now = words.STATES[position.state]
    return WrongState(
        Text(
            f"“{action.label.id}” tidak dapat dilakukan pada tahap “{now.id}”.",
            f"“{action.label.en}” cannot be done at the stage “{now.en}”.",
        ),
        action.way_out,
    )


def _wrong_trait(action: Action, position: Position, by: Actor) -> ActionRefused | None:
    missing = action.only_for - position.traits
    if not missing:
        return None
    what = _join([words.TRAITS[trait] for trait in sorted(missing)], "dan", "and")
    return NotForThisOrder(
        Text(
            f"“{action.label.id}” hanya berlaku untuk {what.id}.",
            f"“{action.label.en}” applies only to {what.en}.",
        ),
        action.way_out,
    )


def _missing(action: Action, position: Position, by: Actor) -> ActionRefused | None:
    missing = action.needs - position.facts
    if not missing:
        return None
    what = _join([words.AWAITED[fact] for fact in sorted(missing)], "dan", "and")
    return NeedsMore(
        Text(
            f"“{action.label.id}” masih menunggu {what.id}.",
            f"“{action.label.en}” is still waiting for {what.en}.",
        ),
        action.way_out,
    )


def _used(action: Action, position: Position, by: Actor) -> ActionRefused | None:
    used = action.not_after & position.facts
    if not used:
        return None
    why = _join([words.HAPPENED[fact] for fact in sorted(used)], "dan", "and")
    return AlreadyUsed(
        Text(
            f"“{action.label.id}” tidak dapat dilakukan lagi: {why.id}.",
            f"“{action.label.en}” can no longer be done: {why.en}.",
        ),
        action.way_out,
    )


def _join(texts: Iterable[Text], word_id: str, word_en: str) -> Text:
    items = list(texts)
    return Text(
        _listed([text.id for text in items], word_id), _listed([t.en for t in items], word_en)
    )


def _listed(items: list[str], word: str) -> str:
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
