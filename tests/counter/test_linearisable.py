"""The judge of what desks and kiosks saw together finds what a queue cannot have done."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from bench.linearisable import NEVER, Operation, explains, queue_faults

State = tuple[int, ...]


def put(value: int, began: float, ended: float = NEVER) -> Operation:
    return Operation("put", value, began, ended)


def take(value: int | None, began: float, ended: float = NEVER) -> Operation:
    return Operation("take", value, began, ended)


def queue(state: State, operation: Operation) -> State | None:
    if operation.kind == "put":
        return (*state, operation.value)
    if not state:
        return state if operation.value is None else None
    return state[1:] if operation.value == state[0] else None


RIGHT = [
    [put(1, 0, 1), put(2, 2, 3), take(1, 4, 5), take(2, 4, 6), take(None, 7, 8)],
    [put(1, 0, 4), put(2, 1, 2), take(2, 3, 5), take(1, 6, 7)],  # put in side by side
    [put(1, 0, 3), take(None, 1, 2), take(1, 1, 4)],
    [put(1, 0), take(1, 5, 6)],  # the kiosk was killed before it heard of its number
    [take(None, 0, 9), put(1, 1, 2), take(1, 3, 4)],
]
WRONG = [
    ([take(1, 0, 1), put(1, 2, 3)], "before it was put in"),
    ([put(1, 0, 1), take(1, 2, 3), take(1, 4, 5)], "taken twice"),
    ([put(1, 0, 1), put(2, 2, 3), take(2, 4, 5), take(1, 6, 7)], "1 overtaken"),
    ([put(1, 0, 1), put(2, 2, 3), take(2, 4, 5)], "1 overtaken"),
    ([put(1, 0, 1), take(None, 2, 3), take(1, 4, 5)], "nothing found"),
    (
        [put(1, 0, 1), put(2, 3, 4), take(None, 2, 8), take(1, 5, 9), take(2, 9, 10)],
        "nothing found",
    ),
]


@pytest.mark.parametrize("history", RIGHT)
def test_accepts_what_can_be_put_in_order(history: list[Operation]) -> None:
    assert queue_faults(history) == []
    assert explains(history, (), queue)


@pytest.mark.parametrize(("history", "fault"), WRONG)
def test_refuses_what_cannot(history: list[Operation], fault: str) -> None:
    assert fault in " ".join(queue_faults(history))
    assert not explains(history, (), queue)


def made_up(dice: random.Random) -> Sequence[Operation]:
    """A few operations at random instants, right by chance or not."""
    values = list(range(dice.randint(1, 3)))
    spans = [sorted(dice.sample(range(12), 2)) for _ in range(2 * len(values) + 1)]
    history = [put(value, *spans.pop()) for value in values]
    history += [take(value, *spans.pop()) for value in values if dice.random() < 0.9]
    return [*history, take(None, *spans.pop())]


def test_judges_by_patterns_as_by_search() -> None:
    dice, right = random.Random(11), 0
    for _ in range(3000):
        history = made_up(dice)
        right += (found := explains(history, (), queue))
        assert found == (queue_faults(history) == []), history

    assert 100 < right < 2900
