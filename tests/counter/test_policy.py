"""The order of calling …"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loket.counter.policy import Candidate, Rules, choose

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def guest(ticket: int, minute: int, *, priority: bool = False, weight: int = 0) -> Candidate:
    return Candidate(ticket, NINE + timedelta(minutes=minute), priority, weight)


candidates = st.lists(
    st.builds(
        guest,
        st.integers(1, 50),
        st.integers(0, 120),
        priority=st.booleans(),
        weight=st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda candidate: candidate.ticket,
)
rules = st.builds(
    Rules,
    priority_run=st.integers(1, 5),
    ageing_minutes=st.integers(0, 30),
    cap_minutes=st.integers(0, 90),
)


@given(candidates, rules, st.integers(0, 6))
def test_always_calls_somebody_and_does_not_depend_on_the_order_of_the_list(
    waiting: list[Candidate], policy: Rules, run: int
) -> None:
    at = NINE + timedelta(minutes=121)

    one = choose(waiting, policy, run=run, at=at)
    other = choose(list(reversed(waiting)), policy, run=run, at=at)

    assert one is not None
    assert one == other


@given(candidates, rules, st.integers(0, 6))
def test_needs_only_the_first_of_each_service_and_priority(
    waiting: list[Candidate], policy: Rules, run: int
) -> None:
    at = NINE + timedelta(minutes=121)
    heads: dict[tuple[int, bool], Candidate] = {}
    for candidate in sorted(waiting, key=lambda c: (c.queued_at, c.ticket)):
        heads.setdefault((candidate.weight, candidate.has_priority), candidate)

    assert choose(waiting, policy, run=run, at=at) == choose(
        list(heads.values()), policy, run=run, at=at
    )


@given(st.integers(1, 5), st.integers(5, 40))
def test_never_lets_an_ordinary_guest_wait_for_more_than_the_run(run: int, crowd: int) -> None:
    waiting = [guest(1, 0), *(guest(2 + n, 1, priority=True) for n in range(crowd))]
    policy, in_a_row = Rules(priority_run=run, cap_minutes=0), 0

    for _ in range(run + 1):
        choice = choose(waiting, policy, run=in_a_row, at=NINE + timedelta(minutes=2))
        assert choice is not None
        if choice.candidate.ticket == 1:
            break
        in_a_row += 1
        waiting.remove(choice.candidate)

    assert in_a_row <= run
    assert choice.candidate.ticket == 1


def test_lets_a_heavier_service_lead_by_its_minutes_only() -> None:
    early, heavy = guest(1, 0), guest(2, 15, weight=2)
    at = NINE + timedelta(minutes=16)

    leads = choose([early, heavy], Rules(ageing_minutes=10), run=0, at=at)
    follows = choose([early, heavy], Rules(ageing_minutes=7), run=0, at=at)

    assert leads is not None
    assert follows is not None
    assert (leads.candidate.ticket, leads.reason) == (2, "weight")
    assert (follows.candidate.ticket, follows.reason) == (1, "first_come")


def test_calls_nobody_when_nobody_waits() -> None:
    assert choose([], Rules(), run=0, at=NINE) is None
