"""
Who may ask for a lower tariff, for what, and how much lower.

PP 13/2024 Art. 4 allows tariffs down to Rp0 or 0%; the BPS rule that implements it names five
kinds of bodies and four kinds of non-commercial activity.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from loket.rules.segments import SEGMENTS, Segment, ZeroRupiahActivity
from loket.rules.wording import RuleError

_FULL = Decimal(100)
_CENT = Decimal("0.01")


def check_reduction(
    segment: Segment, *, activity: str, percent: Decimal, letter_on: date, today: date
) -> None:
    """
    Check a request for a lower tariff.

    :param percent: off the tariff; 100 asks for the zero tariff
    :raises RuleError: the words say which part does not fit, and what to do
    """
    if not SEGMENTS[segment].zero_rupiah:
        raise RuleError(
            "Keringanan tarif hanya untuk instansi pemerintah, lembaga pendidikan dalam negeri, "
            "perwakilan asing, dan lembaga internasional. Mintalah lembaga Anda mengajukannya.",
            "A lower tariff is only for government bodies, domestic educational institutions, "
            "foreign missions and international institutions. Ask your institution to apply.",
        )
    if activity not in set(ZeroRupiahActivity):
        raise RuleError(
            "Kegiatan tidak dikenal. Pilih salah satu dari empat kegiatan nonkomersial.",
            "The activity is not known. Choose one of the four non-commercial activities.",
        )
    if not 0 < percent <= _FULL or percent != percent.quantize(_CENT):
        raise RuleError(
            "Keringanan yang dimohon harus di atas 0% dan paling banyak 100%, dengan paling "
            "banyak dua angka di belakang koma.",
            "The reduction asked for must be above 0% and at most 100%, with at most two "
            "decimals.",
        )
    if letter_on > today:
        raise RuleError(
            "Tanggal surat permohonan belum tiba. Periksa tanggal pada suratnya.",
            "The date of the letter has not come yet. Check the date on the letter.",
        )
