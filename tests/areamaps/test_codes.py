from __future__ import annotations

import pickle

import pytest

from loket.areamaps import codes
from loket.areamaps.codes import Level
from loket.areamaps.errors import AreaMapError

SUBSLS = "7401050016000300"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("33", Level.PROVINCE),
        ("3304", Level.KABUPATEN),
        ("3304060", Level.KECAMATAN),
        ("3304060016", Level.DESA),
        ("74010500160003", Level.SLS),
        (SUBSLS, Level.SUBSLS),
    ],
)
def test_length_tells_the_level(code: str, level: Level) -> None:
    assert codes.level_of(code) is level


@pytest.mark.parametrize("code", ["", "3", "330", "33040", "33040600161", "33AB", "٣٣", "33 4"])
def test_other_texts_are_refused_in_both_languages(code: str) -> None:
    with pytest.raises(AreaMapError) as refusal:
        codes.level_of(code)

    assert "2, 4, 7, 10, 14" in refusal.value.id
    assert "2, 4, 7, 10, 14" in refusal.value.en
    assert str(refusal.value) == f"{refusal.value.id} / {refusal.value.en}"


@pytest.mark.parametrize("code", ["33.04", "33.04.06", "33.04.06.1001"])
def test_a_home_affairs_code_is_named_as_such(code: str) -> None:
    with pytest.raises(AreaMapError, match="Kemendagri"):
        codes.level_of(code)


def test_each_level_contains_the_next() -> None:
    assert codes.parent("3304060016") == "3304060"
    assert codes.parent("3304060") == "3304"
    assert codes.parent("3304") == "33"
    assert codes.parent("33") is None
    assert codes.at_level("3304060016", Level.KABUPATEN) == "3304"
    assert codes.is_within("3304060016", "3304060")
    assert not codes.is_within("3304061001", "3304060")
    with pytest.raises(AreaMapError, match="lebih luas"):
        codes.at_level("3304", Level.DESA)


def test_split_gives_the_columns_of_a_bps_layer() -> None:
    assert codes.split(SUBSLS) == {
        "kdprov": "74",
        "kdkab": "01",
        "kdkec": "050",
        "kddesa": "016",
        "kdsls": "0003",
        "kdsubsls": "00",
    }


def test_codes_of_mixed_length_are_counted_by_length() -> None:
    with pytest.raises(AreaMapError, match="2 × 4 angka, 1 × 9 angka") as refusal:
        codes.common_level(["3304", "3305", "330406001"], column="iddesa")

    assert "iddesa" in refusal.value.en


def test_the_error_survives_the_way_between_processes() -> None:
    error = AreaMapError(id="salah", en="wrong")

    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert (again.id, again.en) == ("salah", "wrong")
