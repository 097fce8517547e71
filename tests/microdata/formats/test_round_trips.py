"""Every format: what is written is read back, by the twin and by programs of others."""

from __future__ import annotations

import datetime
import string
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.microdata.conftest import STUDY, MakeEdition

from loket.microdata.codebook import Bilingual, DataFile, Kind, Missing, ValueLabel, Variable
from loket.microdata.definition.model import Definition
from loket.microdata.edition import Edition
from loket.microdata.errors import UnfitFormat
from loket.microdata.extract import Written, extract
from loket.microdata.formats import rds_write
from loket.microdata.formats.embedded import pack
from loket.microdata.formats.writers import FORMATS
from loket.microdata.importing import import_study
from loket.microdata.twin import verify

WORDS = sorted(FORMATS)
PLAIN = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])
TEXTS = st.text(PLAIN, max_size=60).map(lambda s: s.strip())
NAMES = st.lists(
    st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=40).map("v".__add__),
    min_size=1,
    max_size=6,
    unique_by=str.casefold,
)
CODES = st.one_of(st.integers(-99, 150), st.sampled_from([1.5, -0.25]))
INFINITE = float("inf")
MISSING = st.builds(
    Missing,
    st.lists(CODES, max_size=3, unique=True).map(tuple),
    st.sampled_from(
        [(), (), ((90.0, INFINITE),), ((-INFINITE, -1.0),), ((7.0, 9.0), (97.0, 99.0))]
    ),
).map(
    lambda m: Missing(tuple(c for c in m.codes if not Missing((), m.ranges).covers(c)), m.ranges)
)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    "numeric": st.one_of(
        st.integers(-200, 200),
        st.integers(-(2**40), 2**40),
        st.floats(-1e9, 1e9).map(lambda f: round(f, 3)),
    ),
    "text": TEXTS,
    "date": st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)),
    "datetime": st.datetimes(
        datetime.datetime(1900, 1, 1),  # noqa: DTZ001
        datetime.datetime(2100, 1, 1),  # noqa: DTZ001
    ).map(lambda d: d.replace(microsecond=0)),
}
TYPES = {
    "numeric": pa.float64(),
    "text": pa.string(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}


@st.composite
def files(draw: st.DrawFn) -> tuple[DataFile, pa.Table]:
    rows = draw(st.integers(0, 20))
    variables = []
    columns = {}
    for name in draw(NAMES):
        kind = draw(st.sampled_from(sorted(VALUES)))
        cells = st.one_of(st.none(), VALUES[kind])
        columns[name] = pa.array(draw(st.lists(cells, min_size=rows, max_size=rows)), TYPES[kind])
        variables.append(draw(described(name, kind)))
    return DataFile("berkas", tuple(variables)), pa.table(columns)


SPSS_FORMATS = ["", "F8.2", "COMMA12.0", "DOLLAR9.2", "%9.0g", "%-12.3f", "%8,2f", "TIME8"]
DATE_FORMATS = {
    "date": ["", "SDATE10", "EDATE8", "%td", "%tdDD/NN/CCYY", "QYR6"],
    "datetime": ["", "DATETIME20", "YMDHMS19", "%tc", "%tcHH:MM"],
}


@st.composite
def described(draw: st.DrawFn, name: str, kind: Kind) -> Variable:
    label = Bilingual(draw(TEXTS), draw(TEXTS))
    measure = draw(st.sampled_from(["", "nominal", "ordinal", "scale"]))
    if kind in DATE_FORMATS:
        format_ = draw(st.sampled_from(DATE_FORMATS[kind]))
        return Variable(name, kind, label, width=0, measure=measure, display_format=format_)
    codes, missing = CODES, Missing()
    if kind == "text":
        codes = st.text(string.ascii_uppercase, min_size=1, max_size=8)
        missing = Missing(tuple(draw(st.lists(codes, max_size=3, unique=True))))
    else:
        missing = draw(MISSING)
    values = tuple(
        ValueLabel(code, Bilingual(text), missing.covers(code))
        for code, text in draw(st.dictionaries(codes, TEXTS.filter(bool), max_size=4)).items()
    )
    return Variable(
        name,
        kind,
        label,
        values=values,
        missing=missing,
        measure=measure,
        width=0,
        display_format=draw(st.sampled_from(SPSS_FORMATS)) if kind == "numeric" else "",
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files())
def test_hold_any_codebook(made: tuple[DataFile, pa.Table]) -> None:
    file, table = made
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        packed = table.replace_schema_metadata(pack(file, STUDY))
        pq.write_table(packed, folder / "berkas.parquet")
        edition = import_study([folder / "berkas.parquet"], folder / "e")
        for word in WORDS:
            if word != "xpt" or not _ends_blank(table):
                _passes(edition, word, folder / word)


def _ends_blank(table: pa.Table) -> bool:
    """Whether the last row is blank texts only: an .xpt file pads with blanks, so it is lost.

    The twin sees that the row is missing, and such a delivery is refused.
    """
    last = table.slice(table.num_rows - 1).to_pylist() if table.num_rows else []
    return all(
        isinstance(v, str | None) and not (v or "").strip() for row in last for v in row.values()
    )


def _passes(edition: Edition, word: str, folder: Path) -> None:
    folder.mkdir()
    definition = Definition("uji", format=word)

    twin = verify(edition, definition, extract(edition, definition, folder))

    assert twin.passed, twin.files


Pair = tuple[DataFile, pa.Table]


@pytest.mark.parametrize("word", WORDS)
def test_gives_the_same_bytes_again(
    make_edition: MakeEdition, households: Pair, tmp_path: Path, word: str
) -> None:
    edition = make_edition(households)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    (first,) = extract(edition, Definition("", format=word), tmp_path / "a")
    (second,) = extract(edition, Definition("", format=word), tmp_path / "b")

    assert first.sha256 == second.sha256
    assert first.bytes == first.path.stat().st_size


def test_is_the_same_rds_whether_rows_wait_in_memory_or_on_disk(
    make_edition: MakeEdition, households: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = make_edition(households)
    made: list[Written] = []
    for few in (1 << 22, 0):
        monkeypatch.setattr(rds_write, "FEW_CELLS", few)
        folder = tmp_path / str(few)
        folder.mkdir()
        made += extract(edition, Definition("", format="rds"), folder)
        assert [path.name for path in folder.iterdir()] == [made[-1].path.name]

    assert made[0].sha256 == made[1].sha256


@pytest.mark.parametrize("word", WORDS)
def test_writes_a_file_without_rows(
    make_edition: MakeEdition, households: Pair, tmp_path: Path, word: str
) -> None:
    file, table = households
    edition = make_edition((file, table.slice(0, 0)))
    definition = Definition("", format=word)

    written = extract(edition, definition, tmp_path)

    assert written[0].rows == 0
    assert verify(edition, definition, written).passed


@pytest.mark.slow
def test_hold_five_thousand_columns(make_edition: MakeEdition, tmp_path: Path) -> None:
    names = [f"v{n}" for n in range(5_000)]
    file = DataFile("lebar", tuple(Variable(n, width=0) for n in names))
    edition = make_edition((file, pa.table({n: [1, None] for n in names})))

    for word in ("sav", "rds"):
        _passes(edition, word, tmp_path / word)


@pytest.mark.parametrize("word", ["sav", "zsav", "csv", "parquet", "rds", "xpt"])
def test_holds_the_longest_text(make_edition: MakeEdition, tmp_path: Path, word: str) -> None:
    texts = ["a" * 32_767, "é" * 1_000, "", None]
    file = DataFile("panjang", (Variable("T", kind="text"), Variable("N")))
    edition = make_edition((file, pa.table({"T": texts, "N": [1.5, 2, None, 4]})))
    definition = Definition("", format=word)

    written = extract(edition, definition, tmp_path)

    assert verify(edition, definition, written).passed


@pytest.mark.parametrize("word", ["dta", "dbf"])
def test_refuses_a_text_it_would_cut(make_edition: MakeEdition, tmp_path: Path, word: str) -> None:
    file = DataFile("panjang", (Variable("T", kind="text"),))
    edition = make_edition((file, pa.table({"T": ["a" * 3_000]})))

    with pytest.raises(UnfitFormat, match="panjang, T"):
        extract(edition, Definition("", format=word), tmp_path)

    assert not list(tmp_path.glob("panjang.*"))


def test_says_which_labels_it_cut(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    file, table = households
    long = replace(
        file.variables[0],
        label=Bilingual("é" * 200),
        values=(ValueLabel(1, Bilingual("b" * 130)),),
    )
    edition = make_edition((replace(file, variables=(long, *file.variables[1:])), table))

    (written,) = extract(edition, Definition("", format="sav"), tmp_path)

    said = [loss.what.en for loss in written.fitted.losses if loss.variable == "URUT"]
    assert said == ["its label is cut to 128 of 200 characters", "1 value labels are cut (1)"]
    _, metadata = pyreadstat.read_sav(written.path, metadataonly=True)
    assert metadata.column_names_to_labels["URUT"] == "é" * 128


def test_writes_dbf_that_gdal_reads(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    edition = make_edition(households)

    (written,) = extract(edition, Definition("", format="dbf"), tmp_path)

    found = pyogrio.read_arrow(written.path, encoding="utf-8")[1].to_pydict()
    assert found["URUT"] == [2, 3, 1, 4, 5]
    assert found["R102"] == ["01", "04", "04", "04", "74"]
    assert found["FWT"] == [0.0625, 1.5, 2.25, None, 1000.0]
    assert [t or None for t in found["NAMA"]] == ['tiga, "kutip"', "é satu", None, "x", None]


def test_keeps_user_missing_values_in_sav(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    edition = make_edition(households)

    (written,) = extract(edition, Definition("", format="sav"), tmp_path)

    columns, metadata = pyreadstat.read_sav(written.path, user_missing=True, output_format="dict")
    assert metadata.missing_ranges == {"R105": [{"lo": 9.0, "hi": 9.0}]}
    assert next(iter(columns["R105"])) == 9
    assert metadata.variable_measure["R105"] == "nominal"


@pytest.mark.parametrize("width", [10, 300])
@pytest.mark.parametrize(
    ("word", "said"),
    [("sav", b"01 Jan 0000:00:00"), ("zsav", b"01 Jan 0000:00:00"), ("dta", b"01 Jan 2000 00:00")],
)
def test_carries_no_time_of_writing(
    make_edition: MakeEdition, tmp_path: Path, word: str, said: bytes, width: int
) -> None:
    file = DataFile("waktu", (Variable("T", kind="text"),))
    edition = make_edition((file, pa.table({"T": ["a" * width]})))

    (written,) = extract(edition, Definition("", format=word), tmp_path)

    assert said in written.path.read_bytes()[:400]
    pyreadstat_read = pyreadstat.read_dta if word == "dta" else pyreadstat.read_sav
    columns, metadata = pyreadstat_read(written.path, output_format="dict")
    assert list(columns["T"]) == ["a" * width]
    assert metadata.creation_time.year == 2000


@pytest.mark.parametrize(
    ("word", "format_"), [("sav", "TIME8"), ("zsav", "TIME8"), ("sav", "DTIME12")]
)
def test_keeps_times_above_a_day(
    make_edition: MakeEdition, tmp_path: Path, word: str, format_: str
) -> None:
    """Hours worked in a week: readers that make times of day of them lose whole days."""
    file = DataFile("jam", (Variable("JAM", display_format=format_), Variable("T", kind="text")))
    hours = [200_000.25, 86_400.0, 576_460_752_305.0, None]
    table = pa.table({"JAM": hours, "T": ["a", "b", "c", "d"]})
    (tmp_path / "a").mkdir()
    made = extract(make_edition((file, table)), Definition("", format=word), tmp_path / "a")

    again = import_study([made[0].path], tmp_path / "lagi")

    found = pq.read_table(tmp_path / "lagi" / "jam.parquet").column("JAM").to_pylist()
    assert found == hours
    assert again.codebook.file("jam").variable("JAM").display_format == format_
