"""
Who signs the SPPD for the customer, by segment.

The ranks are those of the public checkout form of BPS. For foreign missions and
international institutions it names none; the head of the body is our own default and is
marked as such, so that an office can confirm it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from loket.rules.segments import SEGMENTS, Segment
from loket.rules.wording import RuleError, Text


class Rank(StrEnum):
    ECHELON_I = "echelon_i"
    ECHELON_II = "echelon_ii"
    ECHELON_III = "echelon_iii"
    ECHELON_IV = "echelon_iv"
    RECTOR = "rector"
    DEAN = "dean"
    DIRECTOR = "director"
    MANAGER = "manager"
    HEAD_OF_BODY = "head_of_body"
    STAFF = "staff"
    SELF = "self"


RANKS: dict[Rank, Text] = {
    Rank.ECHELON_I: Text("Pejabat eselon I", "Echelon I official"),
    Rank.ECHELON_II: Text("Pejabat eselon II", "Echelon II official"),
    Rank.ECHELON_III: Text("Pejabat eselon III", "Echelon III official"),
    Rank.ECHELON_IV: Text("Pejabat eselon IV", "Echelon IV official"),
    Rank.RECTOR: Text("Rektor atau pimpinan perguruan tinggi", "Rector or head of university"),
    Rank.DEAN: Text("Dekan atau setara eselon II", "Dean or equivalent to echelon II"),
    Rank.DIRECTOR: Text("Direktur atau pimpinan badan", "Director or head of the body"),
    Rank.MANAGER: Text("Manajer atau setara", "Manager or equivalent"),
    Rank.HEAD_OF_BODY: Text("Kepala perwakilan atau lembaga", "Head of mission or institution"),
    Rank.STAFF: Text("Staf", "Staff"),
    Rank.SELF: Text("Pemohon sendiri", "The applicant in person"),
}


@dataclass(frozen=True, slots=True)
class SignatoryRule:
    """
    The rank a segment's signatory must hold.

    :param least: the rank the rule names; printed on the form
    :param accepted: that rank and those above it
    :param confirmed: named by the public form; False: our own default
    """

    least: Rank
    accepted: frozenset[Rank]
    confirmed: bool = True


SIGNATORIES: dict[Segment, SignatoryRule] = {
    Segment.CENTRAL_GOVERNMENT: SignatoryRule(
        Rank.ECHELON_II, frozenset({Rank.ECHELON_II, Rank.ECHELON_I})
    ),
    Segment.REGIONAL_GOVERNMENT: SignatoryRule(
        Rank.ECHELON_III, frozenset({Rank.ECHELON_III, Rank.ECHELON_II, Rank.ECHELON_I})
    ),
    Segment.EDUCATION: SignatoryRule(
        Rank.DEAN, frozenset({Rank.DEAN, Rank.RECTOR, Rank.ECHELON_II, Rank.ECHELON_I})
    ),
    Segment.PRIVATE_BODY: SignatoryRule(Rank.MANAGER, frozenset({Rank.MANAGER, Rank.DIRECTOR})),
    Segment.FOREIGN_MISSION: SignatoryRule(
        Rank.HEAD_OF_BODY, frozenset({Rank.HEAD_OF_BODY}), confirmed=False
    ),
    Segment.INTERNATIONAL_BODY: SignatoryRule(
        Rank.HEAD_OF_BODY, frozenset({Rank.HEAD_OF_BODY}), confirmed=False
    ),
    Segment.RESEARCHER: SignatoryRule(Rank.SELF, frozenset({Rank.SELF})),
    Segment.STUDENT: SignatoryRule(Rank.SELF, frozenset({Rank.SELF})),
    Segment.GENERAL: SignatoryRule(Rank.SELF, frozenset({Rank.SELF})),
}


def check_signatory(segment: Segment, rank: Rank) -> None:
    """
    Check that someone of this rank may sign the SPPD for this segment.

    :raises RuleError: the rank is too low, or the wrong kind
    """
    rule = SIGNATORIES[segment]
    if rank in rule.accepted:
        return
    who, needed, given = SEGMENTS[segment].label, RANKS[rule.least], RANKS[rank]
    raise RuleError(
        f"SPPD untuk {who.id} ditandatangani oleh {needed.id.lower()}, bukan "
        f"{given.id.lower()}. Isi nama dan jabatan penanda tangan yang sesuai.",
        f"For {who.en} the SPPD is signed by: {needed.en}; not by: {given.en}. "
        "Give the name and position of a signatory of that rank.",
    )
