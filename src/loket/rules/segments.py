"""Customer segments: whom the office serves, and what each must show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from loket.rules.wording import Text


class Segment(StrEnum):
    CENTRAL_GOVERNMENT = "central_government"
    REGIONAL_GOVERNMENT = "regional_government"
    EDUCATION = "education"
    FOREIGN_MISSION = "foreign_mission"
    INTERNATIONAL_BODY = "international_body"
    PRIVATE_BODY = "private_body"
    RESEARCHER = "researcher"
    STUDENT = "student"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """
    What the rules say about a segment.

    :param personal: the customer buys in their own name, not for an institution
    :param npwp_required: an active NPWP is needed (published standard: the private segment)
    :param zero_rupiah: the segment belongs to the bodies entitled to ask for Rp0
    """

    label: Text
    personal: bool
    npwp_required: bool
    zero_rupiah: bool


SEGMENTS: dict[Segment, SegmentRule] = {
    Segment.CENTRAL_GOVERNMENT: SegmentRule(
        Text(
            "Instansi pemerintah pusat dan lembaga negara",
            "Central government and state institutions",
        ),
        personal=False,
        npwp_required=False,
        zero_rupiah=True,
    ),
    Segment.REGIONAL_GOVERNMENT: SegmentRule(
        Text("Instansi pemerintah daerah", "Regional government"),
        personal=False,
        npwp_required=False,
        zero_rupiah=True,
    ),
    Segment.EDUCATION: SegmentRule(
        Text(
            "Perguruan tinggi dan lembaga pendidikan dalam negeri",
            "Universities and other domestic educational institutions",
        ),
        personal=False,
        npwp_required=False,
        zero_rupiah=True,
    ),
    Segment.FOREIGN_MISSION: SegmentRule(
        Text("Perwakilan negara asing", "Foreign missions"),
        personal=False,
        npwp_required=False,
        zero_rupiah=True,
    ),
    Segment.INTERNATIONAL_BODY: SegmentRule(
        Text("Lembaga internasional", "International institutions"),
        personal=False,
        npwp_required=False,
        zero_rupiah=True,
    ),
    Segment.PRIVATE_BODY: SegmentRule(
        Text("Swasta dan badan usaha", "Private bodies and companies"),
        personal=False,
        npwp_required=True,
        zero_rupiah=False,
    ),
    Segment.RESEARCHER: SegmentRule(
        Text("Peneliti perseorangan", "Individual researchers"),
        personal=True,
        npwp_required=False,
        zero_rupiah=False,
    ),
    Segment.STUDENT: SegmentRule(
        Text("Pelajar dan mahasiswa", "Students"),
        personal=True,
        npwp_required=False,
        zero_rupiah=False,
    ),
    Segment.GENERAL: SegmentRule(
        Text("Masyarakat umum", "General public"),
        personal=True,
        npwp_required=False,
        zero_rupiah=False,
    ),
}


class ZeroRupiahActivity(StrEnum):
    """The four kinds of non-commercial activity a Rp0 request may serve."""

    STATE_TASK = "state_task"
    SCIENCE = "science"
    COMMUNITY_EMPOWERMENT = "community_empowerment"
    INTERNATIONAL_COMMITMENT = "international_commitment"


ZERO_RUPIAH_ACTIVITIES: dict[ZeroRupiahActivity, Text] = {
    ZeroRupiahActivity.STATE_TASK: Text(
        "Penyelenggaraan tugas negara dan pemerintahan", "Tasks of state and government"
    ),
    ZeroRupiahActivity.SCIENCE: Text(
        "Penelitian dan pengembangan ilmu pengetahuan", "Research and development of science"
    ),
    ZeroRupiahActivity.COMMUNITY_EMPOWERMENT: Text(
        "Pemberdayaan masyarakat", "Community empowerment"
    ),
    ZeroRupiahActivity.INTERNATIONAL_COMMITMENT: Text(
        "Pelaksanaan kewajiban atau komitmen internasional",
        "International obligations or commitments",
    ),
}
