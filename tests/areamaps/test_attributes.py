from __future__ import annotations

import pytest

from loket.areamaps import attributes
from loket.areamaps.banjarnegara.demo import DemoMaps
from loket.areamaps.codes import Level
from loket.areamaps.errors import AreaMapError
from tests.areamaps.made import MakeLayer


def test_columns_of_a_desa_layer_are_those_of_bps() -> None:
    assert attributes.column_names(Level.DESA) == (
        "iddesa",
        "idkab",
        "idkec",
        "kdprov",
        "nmprov",
        "kdkab",
        "nmkab",
        "kdkec",
        "nmkec",
        "kddesa",
        "nmdesa",
        "sumber",
        "periode",
    )


def test_columns_of_finer_levels_add_theirs() -> None:
    names = attributes.column_names(Level.SUBSLS)

    assert names[0] == "idsubsls"
    assert set(names) >= {"kdsls", "nmsls", "kdsubsls", "nmsubsls", "iddesa"}


@pytest.mark.parametrize("level", list(Level))
def test_every_name_fits_a_dbf(level: Level) -> None:
    assert all(len(name) <= 10 for name in attributes.column_names(level))


def test_missing_columns_come_from_code_and_shipped_names(make_layer: MakeLayer) -> None:
    table = attributes.table(make_layer(["3304060016"]), sumber="BPS", periode="2025")

    assert {column: values[0] for column, values in table.items()} == {
        "iddesa": "3304060016",
        "idkab": "3304",
        "idkec": "3304060",
        "kdprov": "33",
        "nmprov": "JAWA TENGAH",
        "kdkab": "04",
        "nmkab": "BANJARNEGARA",
        "kdkec": "060",
        "nmkec": "BANJARNEGARA",
        "kddesa": "016",
        "nmdesa": "KUTABANJARNEGARA",
        "sumber": "BPS",
        "periode": "2025",
    }


def test_the_layers_own_names_win_and_codes_follow_the_main_code(make_layer: MakeLayer) -> None:
    layer = make_layer(
        ["3304060016", "3304060018"],
        NMDESA=["Kutabanjar", None],
        kdkec=["999", "999"],
        SUMBER=["Wilkerstat", ""],
    )

    table = attributes.table(layer, sumber="BPS")

    assert table["nmdesa"] == ["Kutabanjar", "WANGON"]
    assert table["kdkec"] == ["060", "060"]
    assert table["sumber"] == ["Wilkerstat", "BPS"]


def test_unknown_names_stay_empty(make_layer: MakeLayer) -> None:
    assert attributes.table(make_layer(["9999999999"]))["nmdesa"] == [""]


def test_extra_columns_are_handed_on_only_when_asked(make_layer: MakeLayer) -> None:
    layer = make_layer(["3304060016"], LUAS=["12.5"], catatan_internal=["jangan"])

    assert "luas" not in attributes.table(layer)
    assert attributes.table(layer, extra=("LUAS",))["luas"] == ["12.5"]
    with pytest.raises(AreaMapError, match="lebih dari 10 huruf"):
        attributes.table(layer, extra=("catatan_internal",))
    with pytest.raises(AreaMapError, match="tidak ada pada peta"):
        attributes.table(layer, extra=("hilang",))


def test_names_of_the_demonstration_map_are_complete(maps: DemoMaps) -> None:
    assert all(attributes.names(maps.desa))
    assert all(attributes.names(maps.kecamatan))
