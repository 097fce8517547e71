"""A variable …"""

from __future__ import annotations

import pytest

from loket.microdata.codebook import Bilingual, Variable
from loket.microdata.disclosure import is_fine_place, is_identifier
from loket.microdata.synthetic import banjarnegara, generate


@pytest.mark.parametrize(
    "name",
    [
        *("NAMA", "nama_krt", "NAMA_ART", "NIK", "no_kk", "NOKK", "Alamat", "ALAMAT_LENGKAP"),
        *("telp", "NO_HP", "hp", "email", "LATITUDE", "lon", "GPS_LAT", "koordinat_x", "NPWP"),
        *("b1nama", "no_bpjs"),
    ],
)
def test_is_an_identifier_by_its_name(name: str) -> None:
    assert is_identifier(Variable(name))


@pytest.mark.parametrize(
    ("id", "en"),
    [
        ("Nama kepala rumah tangga", ""),
        ("Nomor Induk Kependudukan (NIK)", ""),
        ("Alamat tempat tinggal", ""),
        ("No. HP yang dapat dihubungi", ""),
        ("", "Name of the respondent"),
        ("", "Head's name"),
        ("", "Phone number"),
        ("Titik koordinat rumah", ""),
    ],
)
def test_is_an_identifier_by_its_label(id: str, en: str) -> None:
    assert is_identifier(Variable("V1", label=Bilingual(id, en)))


def test_is_an_identifier_when_the_codebook_says_so() -> None:
    assert is_identifier(Variable("V1", security="identifier"))


def test_of_a_questionnaire_is_no_identifier() -> None:
    for _, variable in generate(banjarnegara(0)).codebook.variables():
        assert not is_identifier(variable), variable.name
        assert not is_fine_place(variable), variable.name


@pytest.mark.parametrize("name", ["nmprov", "nmkab", "HUBKRT", "LATIHAN", "B1R5", "HPHT"])
def test_that_only_resembles_one_is_none(name: str) -> None:
    assert not is_identifier(Variable(name))


@pytest.mark.parametrize("name", ["KDKEC", "kode_desa", "NMDESA", "R103", "idsls", "NKS", "RT"])
def test_is_a_fine_place_by_its_name(name: str) -> None:
    assert is_fine_place(Variable(name))


@pytest.mark.parametrize("name", ["R101", "KDKAB", "KODE", "KECUKUPAN", "DESAIN"])
def test_of_wider_areas_is_not_fine(name: str) -> None:
    assert not is_fine_place(Variable(name))
