from __future__ import annotations

from collections import Counter

from loket.areamaps import region_names
from loket.areamaps.codes import Level


def test_banjarnegara_has_its_20_kecamatan_and_278_desa() -> None:
    kecamatan = region_names.children("3304")
    desa = [desa for each in kecamatan for desa in region_names.children(each.code)]

    assert len(kecamatan) == 20
    assert len(desa) == 278
    assert Counter(each.kind for each in desa) == {"desa": 266, "kelurahan": 12}


def test_published_numbers_of_desa_by_kecamatan() -> None:
    counted = {
        each.name: len(region_names.children(each.code)) for each in region_names.children("3304")
    }

    assert counted["Banjarnegara"] == 13
    assert counted["Susukan"] == 15
    assert counted["Purwareja Klampok"] == 8
    assert counted["Mandiraja"] == 16
    assert counted["Purwanegara"] == 13
    assert counted["Bawang"] == 18


def test_kecamatan_banjarnegara_has_nine_kelurahan() -> None:
    kinds = Counter(each.kind for each in region_names.children("3304060"))

    assert kinds == {"kelurahan": 9, "desa": 4}


def test_provinces_and_jawa_tengah_are_complete() -> None:
    levels = Counter(region.level for region in region_names.regions().values())

    assert levels[Level.PROVINCE] == 38
    assert len(region_names.children("33")) == 35
    assert len(region_names.children("")) == 38


def test_names_are_spoken_outwards() -> None:
    assert region_names.full_name("3304060016") == (
        "Kelurahan Kutabanjarnegara, Kecamatan Banjarnegara, Kabupaten Banjarnegara, "
        "Provinsi Jawa Tengah"
    )
    assert region_names.full_name("3304060") == (
        "Kecamatan Banjarnegara, Kabupaten Banjarnegara, Provinsi Jawa Tengah"
    )


def test_an_unknown_code_has_no_name() -> None:
    assert region_names.name_of("9999") is None
    assert region_names.find("3304999") is None
    assert region_names.full_name("9999") == "9999"
    assert region_names.children("3304060016") == ()
