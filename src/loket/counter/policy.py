"""Who is called next: a pure function of who waits and of the office's policy.

The same function chooses at the desk and replays a past day under another policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """
    An order of calling.

    :param priority_run: so many guests with priority in a row while others wait, then one other
    :param ageing_minutes: what one step of a service's weight is worth in waiting time
    :param cap_minutes: who waited longer is next, whoever else waits; 0 for no cap
    """

    priority_run: int = 2
    ageing_minutes: int = 10
    cap_minutes: int = 45
    transferred_keep_arrival: bool = True
    returned_keep_place: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A waiting guest whom the desk may call; `ticket` also breaks ties (lower first)."""

    ticket: int
    queued_at: datetime
    has_priority: bool
    weight: int = 0
    is_reserved: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    candidate: Candidate
    reason: str  # a value of models.CallReason


def choose(
    candidates: Sequence[Candidate], rules: Rules, *, run: int, at: datetime
) -> Choice | None:
    """
    Choose whom a free desk calls, or None if nobody waits.

    It is enough to give the longest waiting of each service, with and without priority.

    :param run: how many guests with priority were called in a row just before
    """
    if not candidates:
        return None
    if reserved := [guest for guest in candidates if guest.is_reserved]:
        return Choice(_longest(reserved), "reserved")
    longest = _longest(candidates)
    if rules.cap_minutes and at - longest.queued_at > timedelta(minutes=rules.cap_minutes):
        return Choice(longest, "cap")
    with_priority = [guest for guest in candidates if guest.has_priority]
    others = [guest for guest in candidates if not guest.has_priority]
    if not with_priority or not others:
        return _first(candidates, rules, longest)
    if run >= rules.priority_run:
        chosen = _first(others, rules, longest)
        return chosen if chosen.reason == "first_come" else Choice(chosen.candidate, "ratio")
    chosen = _first(with_priority, rules, longest)
    return chosen if chosen.reason == "first_come" else Choice(chosen.candidate, "priority")


def _first(candidates: Sequence[Candidate], rules: Rules, longest: Candidate) -> Choice:
    lead = timedelta(minutes=rules.ageing_minutes)
    first = min(
        candidates, key=lambda guest: (guest.queued_at - guest.weight * lead, guest.ticket)
    )
    return Choice(first, "first_come" if first == longest else "weight")


def _longest(candidates: Sequence[Candidate]) -> Candidate:
    return min(candidates, key=lambda guest: (guest.queued_at, guest.ticket))
