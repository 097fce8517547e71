"""The customer sees the published steps: what is done, what is on now, what is to come."""

from __future__ import annotations

from loket.process import CURRENT, derive, engine
from loket.process.vocabulary import Actor, Position, State, Trait

STUDENT = frozenset({Trait.MICRODATA, Trait.DOMESTIC, Trait.PAYING})
B, F, T, S = Actor.BUYER, Actor.OFFICER, Actor.TREASURER, Actor.SYSTEM
TO_OFFER = [("submit", B), ("accept", F), ("finish_preparing", S), ("send_offer", F)]
TO_END = [
    ("accept_offer", B),
    ("confirm_billing", S),
    ("receive_sppd", F),
    ("issue_kuitansi", T),
    ("deliver", F),
    ("complete", B),
]
AT_THE_COUNTER = [
    ("record_request", F),
    ("accept", F),
    ("receive_sppd", F),
    ("finish_preparing", S),
    ("issue_invoice", F),
    ("take_cash", T),
    ("issue_kuitansi", T),
    ("deliver", F),
    ("complete", F),
]


def shown(
    channel: str, road: list[tuple[str, Actor]], traits: frozenset[Trait] = STUDENT
) -> dict[str, str]:
    process = CURRENT[channel]
    position = Position(process.start, frozenset(), traits)
    for name, actor in road:
        position = engine.advance(process, position, name, by=actor)
    taken = [name for name, _ in road]
    return {m.number: m.status.value for m in derive.progress(process, position, taken)}


def test_a_draft_is_at_the_second_step() -> None:
    steps = shown("online", [])

    assert (steps["O1"], steps["O2"], steps["O4"]) == ("done", "now", "later")
    assert "O8b" not in steps


def test_customers_abroad_see_the_transfer_instead_of_billing() -> None:
    steps = shown("online", [], frozenset({Trait.MICRODATA, Trait.FOREIGN, Trait.PAYING}))

    assert "O8a" not in steps
    assert steps["O8b"] == "later"


def test_maps_have_no_sample() -> None:
    assert "O5" not in shown("online", [], frozenset({Trait.AREA_MAP, Trait.DOMESTIC}))


def test_an_offer_waits_for_the_customer() -> None:
    steps = shown("online", TO_OFFER)

    assert (steps["O3a"], steps["O4"], steps["O5"]) == ("done", "done", "done")
    assert (steps["O6"], steps["O7"], steps["O10"]) == ("now", "now", "later")
    assert "O3b" not in steps


def test_after_a_revision_the_checking_is_on_again() -> None:
    steps = shown("online", [*TO_OFFER, ("ask_revision", B)])

    assert (steps["O3a"], steps["O4"], steps["O7"]) == ("now", "later", "done")


def test_money_and_agreement_are_on_together() -> None:
    steps = shown("online", [*TO_OFFER, *TO_END[:1]])

    assert (steps["O8a"], steps["O9"], steps["O10"]) == ("now", "now", "later")
    assert "O7" not in steps  # it can no longer happen


def test_the_end_leaves_only_feedback_and_the_link() -> None:
    steps = shown("online", [*TO_OFFER, *TO_END])

    assert {number for number, status in steps.items() if status == "now"} == {"O11"}
    assert steps["O10"] == "done"
    assert "O3b" not in steps


def test_a_rejected_request_shows_only_what_happened() -> None:
    steps = shown("online", [("submit", B), ("reject", F)])

    assert steps == {"O1": "done", "O2": "done", "O3b": "done"}


def test_at_the_counter_the_guest_goes_home_last() -> None:
    begun = shown("walk_in", AT_THE_COUNTER[:2])
    ended = shown("walk_in", AT_THE_COUNTER)

    assert (begun["W3"], begun["W5a"], begun["W13"]) == ("done", "now", "later")
    assert "W5b" not in begun
    assert (ended["W10"], ended["W11"], ended["W13"]) == ("done", "done", "done")
    assert "W12" not in ended


def test_work_lists_hold_the_stages_where_somebody_can_act() -> None:
    online = CURRENT["online"]

    assert derive.work_states(online, Actor.APPROVER) == {
        State.PREPARING,
        State.SETTLING,
    }
    assert State.CHECKING in derive.work_states(online, Actor.OFFICER)
    assert State.CHECKING not in derive.work_states(online, Actor.TREASURER)
