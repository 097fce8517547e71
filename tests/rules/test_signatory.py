from __future__ import annotations

import pytest

from loket.rules.segments import SEGMENTS, ZERO_RUPIAH_ACTIVITIES, Segment, ZeroRupiahActivity
from loket.rules.signatory import RANKS, SIGNATORIES, Rank, check_signatory
from loket.rules.wording import RuleError

NAMED = {
    Segment.CENTRAL_GOVERNMENT: Rank.ECHELON_II,
    Segment.REGIONAL_GOVERNMENT: Rank.ECHELON_III,
    Segment.PRIVATE_BODY: Rank.MANAGER,
    Segment.EDUCATION: Rank.DEAN,
    Segment.RESEARCHER: Rank.SELF,
    Segment.STUDENT: Rank.SELF,
    Segment.GENERAL: Rank.SELF,
}


@pytest.mark.parametrize(("segment", "rank"), NAMED.items())
def test_the_named_rank_signs(segment: Segment, rank: Rank) -> None:
    assert SIGNATORIES[segment].least is rank
    assert SIGNATORIES[segment].confirmed

    check_signatory(segment, rank)


@pytest.mark.parametrize("segment", Segment)
@pytest.mark.parametrize("rank", Rank)
def test_only_accepted_ranks_sign(segment: Segment, rank: Rank) -> None:
    if rank in SIGNATORIES[segment].accepted:
        check_signatory(segment, rank)
        return
    with pytest.raises(RuleError) as refusal:
        check_signatory(segment, rank)
    assert RANKS[SIGNATORIES[segment].least].en in refusal.value.en


@pytest.mark.parametrize("segment", Segment)
def test_a_person_signs_for_themselves_and_nobody_else_does(segment: Segment) -> None:
    personal = SEGMENTS[segment].personal

    assert (SIGNATORIES[segment].accepted == {Rank.SELF}) is personal
    assert not (personal and SEGMENTS[segment].zero_rupiah)


def test_only_the_private_segment_needs_an_npwp() -> None:
    assert [s for s in Segment if SEGMENTS[s].npwp_required] == [Segment.PRIVATE_BODY]


def test_five_bodies_and_four_activities_may_ask_for_zero_rupiah() -> None:
    assert sum(rule.zero_rupiah for rule in SEGMENTS.values()) == 5
    assert set(ZERO_RUPIAH_ACTIVITIES) == set(ZeroRupiahActivity)
    assert len(ZeroRupiahActivity) == 4
