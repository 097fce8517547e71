"""
A synthetic Sakernas of February 2025: one file of persons of 15 and over, at provincial level.

Names are those of the published .dbf, where none is longer than ten characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from loket.microdata.codebook import Bilingual, Codebook, DataFile, RegionPart, Study, Variable
from loket.microdata.synthetic.declare import (
    Recipe,
    Rows,
    Texts,
    coded,
    draw,
    nominal,
    number,
    plain,
)
from loket.microdata.synthetic.individual_variables import MARITAL, RELATION, SEX
from loket.microdata.synthetic.people import Draw, households, individuals, stream
from loket.microdata.synthetic.regencies import PROVINCES, national
from loket.microdata.synthetic.susenas import NOTE, SYNTHETIC, SyntheticStudy, schema_of

FILE = "sak202502"
_ADULT = 15
_YEAR = 2025
_AREA: Mapping[int, Texts] = {1: ("Perkotaan", "Urban"), 2: ("Perdesaan", "Rural")}
_SCHOOL: Mapping[int, Texts] = {
    1: ("Belum pernah sekolah", "Never attended"),
    2: ("Masih sekolah", "Attending"),
    3: ("Tidak bersekolah lagi", "No longer attending"),
}
_EDUCATION: Mapping[int, Texts] = {
    1: ("Tidak/belum tamat SD", "Less than primary"),
    2: ("SD/sederajat", "Primary"),
    3: ("SMP/sederajat", "Lower secondary"),
    4: ("SMA/sederajat", "Upper secondary"),
    5: ("SMK", "Vocational secondary"),
    6: ("Diploma I/II/III", "Diploma I to III"),
    7: ("Diploma IV/S1", "Bachelor"),
    8: ("S2/S3", "Master or doctor"),
}
_CATEGORY: Mapping[int, Texts] = {
    1: ("Pertanian", "Agriculture"),
    2: ("Pertambangan", "Mining"),
    3: ("Industri pengolahan", "Manufacturing"),
    4: ("Konstruksi", "Construction"),
    5: ("Perdagangan", "Trade"),
    6: ("Jasa", "Services"),
}
_RELATION: Mapping[int, Texts] = {
    1: ("Pekerja mandiri", "Independent worker"),
    2: ("Pekerja bergaji", "Employee"),
    3: ("Pekerja keluarga", "Contributing family worker"),
    4: ("Pekerja bebas", "Casual worker"),
}
_QUESTIONS: tuple[Recipe, ...] = (
    coded("DEM_SKLH", "Partisipasi sekolah", "Schooling", _SCHOOL, (0.03, 0.14, 0.83)),
    coded(
        "DEM_EDL",
        "Pendidikan tertinggi yang ditamatkan",
        "Highest education completed",
        _EDUCATION,
        (0.13, 0.25, 0.2, 0.2, 0.11, 0.03, 0.075, 0.005),
        tilt=0.4,
        measure="ordinal",
    ),
    number(
        "WKT_JML_U",
        "Jumlah jam kerja pekerjaan utama seminggu",
        "Hours worked in the main job in a week",
        median=39,
        spread=0.35,
        highest=97,
        asked="working",
        missing={98: ("Tidak tahu", "Do not know")},
        unknown=0.005,
    ),
    number(
        "MJJ_UPAH_U",
        "Upah/gaji bersih sebulan (Rp)",
        "Net monthly wage (Rp)",
        median=2_300_000,
        spread=0.55,
        highest=90_000_000,
        tilt=0.35,
        asked="working",
        security="sensitive",
    ),
    coded(
        "MJJ_KATEGO",
        "Lapangan usaha pekerjaan utama",
        "Industry of the main job",
        _CATEGORY,
        (0.29, 0.012, 0.14, 0.07, 0.19, 0.298),
        tilt=0.3,
        asked="working",
    ),
    coded(
        "MJJ_EMPREL",
        "Status pekerjaan utama",
        "Status in the main job",
        _RELATION,
        (0.4, 0.38, 0.12, 0.1),
        asked="working",
    ),
)


def sakernas(households_: int = 800, *, seed: int = 2025) -> SyntheticStudy:
    """Generate the study with about ``households_`` households, spread over all provinces."""
    provinces = [code for code, *_ in PROVINCES]
    each, more = divmod(households_, len(provinces))
    file = _file()
    first, pieces = 1, []
    for position, province in enumerate(provinces):
        regency = next(code for code in national() if code // 100 == province)
        plan = Draw(regency, each + (position < more), first, 74_000_000 / max(households_, 1))
        pieces.append(_persons(plan, file, np.random.default_rng([seed, province])))
        first += plan.households
    table = pa.concat_tables(pieces)
    counted = replace(file, rows=table.num_rows)
    return SyntheticStudy(Codebook(_study(), (counted,)), {FILE: table})


def _persons(plan: Draw, file: DataFile, rng: np.random.Generator) -> pa.Table:
    home = households(plan, (), stream(int(rng.integers(1 << 31)), plan.regency))
    people = individuals(home, (), rng)
    for recipe in _QUESTIONS:
        draw(recipe, people, rng)
    adult = people.columns["R407"].astype(np.int64) >= _ADULT
    columns = _columns(home, people, rng)
    schema = schema_of(file)
    arrays = [
        pa.array(
            columns[field.name][adult],
            type=field.type,
            mask=people.masks[field.name][adult] if field.name in people.masks else None,
        )
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _columns(home: Rows, people: Rows, rng: np.random.Generator) -> dict[str, np.ndarray]:
    taken = people.columns
    count = len(people)
    urut = taken["URUT"].astype(np.int64)
    place = urut - int(home.columns["URUT"][0]) if count else urut
    fives = np.bincount(place, weights=taken["R407"].astype(np.int64) >= 5)  # noqa: PLR2004
    made = {
        "TAHUN": np.full(count, _YEAR),
        "URUTAN": urut,
        "KODE_PROV": taken["R101"],
        "KLASIFIKAS": taken["R105"],
        "JMLART": home.columns["R301"][place],
        "JML_ART5": fives[place] if count else urut,
        "PPNO": taken["R401"],
        "DEM_REL": taken["R403"],
        "DEM_SEX": taken["R405"],
        "DEM_MRT": taken["R404"],
        "DEM_AGE": taken["R407"],
        "DEM_BTH_M": rng.integers(1, 13, count),
        "DEM_BTH_Y": _YEAR - taken["R407"].astype(np.int64),
        "WEIGHT": taken["WI1"],
    }
    floats = {"WEIGHT"}
    names = {**{name: taken[name] for name in ("PSU", "SSU", "STRATA")}, **made}
    names |= {recipe.variable.name: taken[recipe.variable.name] for recipe in _QUESTIONS}
    return {
        name: values if name in floats or values.dtype == object else values.astype(np.int64)
        for name, values in names.items()
    }


def _file() -> DataFile:
    return DataFile(
        name=FILE,
        variables=_variables(),
        keys=("URUTAN", "PPNO"),
        region=(RegionPart("KODE_PROV", 2),),
        weight="WEIGHT",
        design=("PSU", "SSU", "STRATA"),
        label=Bilingual(
            f"Ketenagakerjaan, 15 tahun ke atas – {SYNTHETIC.id}",
            f"Labour force, 15 and over – {SYNTHETIC.en}",
        ),
        unit="individu",
        universe="penduduk berumur 15 tahun ke atas",
        notes=NOTE,
    )


def _variables() -> tuple[Variable, ...]:
    provinces = {code: (name, name) for code, name, *_ in PROVINCES}
    text = Variable(
        "PSU",
        kind="text",
        label=Bilingual("Kode PSU", "Primary sampling unit"),
        width=9,
        measure="nominal",
        display_format="A9",
    )
    return (
        plain("TAHUN", "Tahun pendataan", "Year", width=4),
        plain("URUTAN", "Nomor urut rumah tangga", "Household number", width=9, measure="nominal"),
        plain("KODE_PROV", "Provinsi", "Province", width=2, measure="nominal", values=provinces),
        plain("KLASIFIKAS", "Klasifikasi daerah", "Urban or rural", **nominal(_AREA)),
        text,
        plain("SSU", "Kode SSU", "Secondary sampling unit", width=2, measure="nominal"),
        plain("STRATA", "Strata", "Stratum", width=2, measure="nominal"),
        plain("JMLART", "Banyaknya anggota rumah tangga", "Household size", width=2),
        plain("JML_ART5", "Banyaknya anggota 5 tahun ke atas", "Members of 5 and over", width=2),
        plain("PPNO", "Nomor urut anggota", "Member number", width=2),
        plain("DEM_REL", "Hubungan dengan KRT", "Relation to head", **nominal(RELATION)),
        plain("DEM_SEX", "Jenis kelamin", "Sex", **nominal(SEX)),
        plain("DEM_MRT", "Status perkawinan", "Marital status", **nominal(MARITAL)),
        plain("DEM_BTH_M", "Bulan lahir", "Month of birth", width=2, measure="nominal"),
        plain("DEM_BTH_Y", "Tahun lahir", "Year of birth", width=4),
        plain("DEM_AGE", "Umur (tahun)", "Age (years)", width=2, security="key"),
        *(recipe.variable for recipe in _QUESTIONS),
        plain(
            "WEIGHT",
            "Penimbang individu",
            "Individual weight",
            width=12,
            decimals=4,
            is_weight=True,
        ),
    )


def _study() -> Study:
    return Study(
        idno="SINTETIS-SAKERNAS-2025-FEB",
        title=Bilingual(
            f"Survei Angkatan Kerja Nasional Februari 2025 ({SYNTHETIC.id})",
            f"National Labour Force Survey February 2025 ({SYNTHETIC.en})",
        ),
        alternate_title="SAKERNAS 2025-02",
        producers=("Pembangkit data sintetis Loket",),
        version="1",
        collection_start="2025-02-01",
        collection_end="2025-02-28",
        nation="Indonesia",
        unit_of_analysis="individu",
        kind_of_data="data sintetis",
        keywords=("SINTETIS", "SYNTHETIC", "Sakernas"),
        notes=NOTE,
    )
