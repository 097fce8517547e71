"""Which calls of a told day came after their promise had broken.

The same reckoning as `loket.counter.promise`, from lists instead of from the database.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from loket.counter.queries.replay_day import AtDesk, Day
from loket.rules.deadlines import service_deadline
from loket.rules.working_time import OfficeCalendar


@dataclass(frozen=True, slots=True)
class Told:
    """One call by the policy, as it was or as it had been."""

    ticket: int
    service: int
    has_priority: bool
    joined: datetime
    at: datetime
    until: datetime | None  # the desk was busy with the guest


def late_calls_of(
    calls: Sequence[Told], day: Day, calendar: OfficeCalendar, minutes: Mapping[int, int]
) -> list[bool]:
    """
    Say for each call whether it came too late.

    :param minutes: the promise of each service
    """
    at_desks = [AtDesk(call.service, call.at, call.until) for call in calls] + list(day.others)
    freed: dict[int, list[datetime]] = defaultdict(list)
    for guest in at_desks:
        if guest.end is not None:
            freed[guest.service].append(guest.end)
    for instants in freed.values():
        instants.sort()
    called: dict[int, list[datetime]] = defaultdict(list)
    for service, at in day.other_calls:
        called[service].append(at)
    late = []
    for call in calls:
        before = [at for at in called[call.service] if at <= call.at]
        in_front = max([call.joined, *before])
        called[call.service].append(call.at)
        begin = _began(call, in_front, freed[call.service], at_desks)
        late.append(
            begin is not None
            and call.at
            > service_deadline(
                calendar,
                arrived=call.joined,
                previous_finished=begin,
                promise_minutes=minutes[call.service],
            )
        )
    return late


def _began(
    call: Told, in_front: datetime, freed: Sequence[datetime], at_desks: Sequence[AtDesk]
) -> datetime | None:
    """Return since when the guest was owed a call; None while the one before was served."""
    first = bisect_right(freed, in_front)
    if first < len(freed) and freed[first] <= call.at:
        return freed[first]
    busy = any(
        guest.service == call.service
        and guest.begin < call.at
        and (guest.end is None or guest.end > call.at)
        for guest in at_desks
    )
    return None if busy else in_front
