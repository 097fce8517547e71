"""Whether what many saw of one queue at the same time could have happened one by one.

Each operation was begun and ended at some instants of one clock; in between it took effect
at a single instant, if the history is linearisable. Two ways to decide it:

`queue_faults` is for long histories of a plain first-in-first-out queue whose values are
all different. Such a history is linearisable if and only if it shows none of four patterns
(Bouajjani, Emmi, Enea, Hamza: On Reducing Linearizability to State Reachability, 2015):
a value comes out that was not put in; a value comes out twice; one put in earlier comes out
later; nothing comes out while something certainly was there the whole time. Each is looked
for in O(n log n).

`explains` is for short histories of anything that has a sequential description (Wing and
Gong 1993, with Lowe's memory of states already tried): it searches for an order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

S = TypeVar("S", bound=Hashable)
NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Operation:
    """
    What one caller saw.

    :param kind: `put` or `take`
    :param value: what was put in or came out; None for a take that found nothing
    :param began: seconds of a clock that all callers share
    :param ended: likewise; NEVER if the caller was killed before the answer
    """

    kind: str
    value: Any
    began: float
    ended: float = NEVER


def queue_faults(history: Sequence[Operation]) -> list[str]:
    """Return what no first-in-first-out queue could have done, in words; empty if nothing."""
    puts = {o.value: o for o in history if o.kind == "put"}
    taken = [o for o in history if o.kind == "take" and o.value is not None]
    takes = {o.value: o for o in taken}
    faults = []
    if len(puts) < sum(o.kind == "put" for o in history):
        faults.append("put in twice")
    if len(takes) < len(taken):
        faults.append("taken twice")
    for value, take in takes.items():
        if value not in puts or take.ended < puts[value].began:
            faults.append(f"{value} taken before it was put in")
    faults += [f"{value} overtaken" for value in _overtaken(puts, takes)]
    present = _certainly_present(puts, takes)
    for nothing in history:
        if nothing.kind == "take" and nothing.value is None and _covered(nothing, present):
            faults.append(f"nothing found at {nothing.began} although somebody waited")
    return faults


def _overtaken(puts: dict[Any, Operation], takes: dict[Any, Operation]) -> Iterator[Any]:
    """Yield each x that was put in wholly before some y and taken wholly after it."""
    by_begin = sorted((v for v in takes if v in puts), key=lambda value: puts[value].began)
    begins = [puts[value].began for value in by_begin]
    earliest_end = [NEVER] * (len(by_begin) + 1)  # of the takes of all put in from there on
    for place in range(len(by_begin) - 1, -1, -1):
        earliest_end[place] = min(earliest_end[place + 1], takes[by_begin[place]].ended)
    for value, put in puts.items():
        after = bisect_left(begins, put.ended)
        while after < len(begins) and begins[after] == put.ended:
            after += 1
        began = takes[value].began if value in takes else NEVER
        if earliest_end[after] < began:
            yield value


def _certainly_present(
    puts: dict[Any, Operation], takes: dict[Any, Operation]
) -> list[tuple[float, float]]:
    """Return the stretches in which something was there for certain, joined and in order."""
    spans = sorted(
        (put.ended, takes[value].began if value in takes else NEVER)
        for value, put in puts.items()
        if put.ended < (takes[value].began if value in takes else NEVER)
    )
    joined: list[tuple[float, float]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _covered(operation: Operation, spans: list[tuple[float, float]]) -> bool:
    place = bisect_left(spans, (operation.began, -NEVER)) - 1
    return place >= 0 and spans[place][1] > operation.ended


def explains(
    history: Sequence[Operation], start: S, step: Callable[[S, Operation], S | None]
) -> bool:
    """
    Tell whether some order of the operations, true to their instants, fits the description.

    :param start: the state before the first operation
    :param step: returns the state after an operation, or None if it cannot happen there
    """
    tried: set[tuple[frozenset[int], S]] = set()
    ahead: list[tuple[frozenset[int], S]] = [(frozenset(range(len(history))), start)]
    while ahead:
        left, state = ahead.pop()
        if not left:
            return True
        if (left, state) in tried:
            continue
        tried.add((left, state))
        soonest = min(history[number].ended for number in left)
        for number in left:
            if history[number].began > soonest:  # another was over before it began
                continue
            after = step(state, history[number])
            if after is not None:
                ahead.append((left - {number}, after))
    return False
