from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from tests.microdata.conftest import MakeEdition, label

from loket.microdata.codebook import DataFile, Missing, ValueLabel, Variable
from loket.microdata.ddi.read import read_ddi
from loket.microdata.edition import open_edition
from loket.microdata.errors import MicrodataError, UnreadableFile
from loket.microdata.importing import Hints, import_study

Pair = tuple[DataFile, pa.Table]


def test_takes_over_every_value_label_and_missing_value_of_a_real_study(
    popstan: Path, tmp_path: Path
) -> None:
    data = [p for p in popstan.iterdir() if p.suffix == ".sav"]
    edition = import_study(data, tmp_path / "e", ddi=popstan / "ihsn-popstan-mics-2000.xml")

    assert [f.name for f in edition.codebook.files if not f.present] == ["Children"]
    assert sum(len(f.variables) for f in edition.codebook.present) == 226
    for file in edition.codebook.present:
        columns, metadata = pyreadstat.read_sav(
            popstan / f"{file.name}.sav", user_missing=True, output_format="dict"
        )
        master = pq.read_table(edition.master(file))
        assert master.num_rows == metadata.number_rows
        for variable in file.variables:
            found = master[variable.name].to_pylist()
            wanted = [None if v != v else v for v in columns[variable.name]]  # noqa: PLR0124
            assert found == wanted, variable.name
            said = metadata.column_names_to_labels[variable.name] or ""
            assert variable.label.en.split() == said.split()
            for code, text in metadata.variable_value_labels.get(variable.name, {}).items():
                assert (variable.label_of(code, "en") or "").split() == text.split()
            declared = metadata.missing_ranges.get(variable.name, [])
            assert all(variable.missing.covers(r["lo"]) for r in declared)


def test_reports_the_file_that_is_described_but_absent(popstan: Path, tmp_path: Path) -> None:
    data = [p for p in popstan.iterdir() if p.suffix in {".sav", ".csv", ".dta"}]
    edition = import_study(data, tmp_path / "e", ddi=popstan / "ihsn-popstan-mics-2000.xml")

    findings = edition.quality()["findings"]
    assert [f["place"] for f in findings if f["kind"] == "absent_file"] == ["Children"]
    ignored = {f["place"] for f in findings if f["kind"] == "ignored_file"}
    assert ignored == {"Household.csv", "Household listing.dta"}


def test_reads_csv_with_its_ddi_like_the_sav(popstan: Path, tmp_path: Path) -> None:
    ddi = popstan / "ihsn-popstan-mics-2000.xml"
    from_csv = import_study([popstan / "Household.csv"], tmp_path / "csv", ddi=ddi)
    from_sav = import_study([popstan / "Household.sav"], tmp_path / "sav", ddi=ddi)

    file = from_csv.codebook.file("Household")
    left = pq.read_table(from_csv.master(file)).to_pydict()
    right = pq.read_table(from_sav.master(file)).to_pydict()
    # Nesstar's CSV has 15 digits where the .sav has the double itself.
    for name, values in left.items():
        assert [v is None for v in values] == [v is None for v in right[name]], name
        pairs = [(a, b) for a, b in zip(values, right[name], strict=True) if a is not None]
        assert all(a == pytest.approx(b, rel=1e-13) for a, b in pairs), name


def test_opens_again_as_it_was_made(make_edition: MakeEdition, households: Pair) -> None:
    edition = make_edition(households)

    again = open_edition(edition.folder)

    assert again.codebook == edition.codebook
    assert again.digest == edition.digest


def test_sorts_by_region_and_keeps_codes_as_text(
    make_edition: MakeEdition, households: Pair
) -> None:
    edition = make_edition(households)

    file = edition.codebook.file("rt")
    master = pq.read_table(edition.master(file)).to_pydict()
    assert master["@region"] == ["0501", "3304", "3304", "3304", "3374"]
    assert master["URUT"] == [2, 3, 1, 4, 5]
    assert master["R102"] == ["01", "04", "04", "04", "74"]
    assert [v.code for v in file.variable("R101").values] == ["33", "05"]


def test_joins_the_parts_of_one_file(tmp_path: Path) -> None:
    for part, values in (("11_31", [1, 2]), ("32_36", [3])):
        pq.write_table(pa.table({"A": values}), tmp_path / f"blok41_{part}.parquet")

    edition = import_study(tmp_path.glob("*.parquet"), tmp_path / "e")

    (file,) = edition.codebook.files
    assert (file.name, file.rows) == ("blok41", 3)
    assert [(p.name, p.rows) for p in file.parts] == [("blok41_11_31", 2), ("blok41_32_36", 1)]


def test_refuses_parts_with_other_columns(tmp_path: Path) -> None:
    pq.write_table(pa.table({"A": [1]}), tmp_path / "b_11_31.parquet")
    pq.write_table(pa.table({"B": [1]}), tmp_path / "b_32_36.parquet")

    with pytest.raises(UnreadableFile, match=r"A, B"):
        import_study(tmp_path.glob("*.parquet"), tmp_path / "e")


@pytest.mark.parametrize("suffix", [".sav", ".dta", ".dbf", ".parquet"])
def test_names_a_file_with_the_wrong_suffix_and_leaves_nothing(
    tmp_path: Path, suffix: str
) -> None:
    wrong = tmp_path / f"data{suffix}"
    wrong.write_text("nama;umur\nsatu;2\n")

    with pytest.raises(UnreadableFile, match=wrong.name) as caught:
        import_study([wrong], tmp_path / "e")

    assert caught.value.id != caught.value.en
    assert [p.name for p in tmp_path.iterdir()] == [wrong.name]


def test_never_overwrites_an_edition(make_edition: MakeEdition, households: Pair) -> None:
    edition = make_edition(households)

    with pytest.raises(MicrodataError, match="sudah ada"):
        import_study([], edition.folder)


def test_keeps_sixteen_digit_codes_as_text(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("ID,N\n9171010001000101,1\n9171010001000102,2\n")

    edition = import_study([tmp_path / "d.csv"], tmp_path / "e")

    file = edition.codebook.files[0]
    assert file.variable("ID").kind == "text"
    assert pq.read_table(edition.master(file))["ID"].to_pylist() == [
        "9171010001000101",
        "9171010001000102",
    ]


def test_reports_unlabelled_codes_and_repeated_keys(
    make_edition: MakeEdition, households: Pair
) -> None:
    file, table = households
    twice = pa.concat_tables([table, table.slice(0, 1)])
    changed = twice.set_column(3, "R105", pa.array([1, 2, 7, 7, 2, 1], pa.int8()))

    kinds = {f["kind"]: f for f in make_edition((file, changed)).quality()["findings"]}

    assert "7" in kinds["unlabelled_code"]["id"]
    assert kinds["duplicated_key"]["count"] == 1


def test_takes_hints_over_guesses(households: Pair, tmp_path: Path) -> None:
    _, table = households
    pq.write_table(table, tmp_path / "rt.parquet")

    edition = import_study(
        [tmp_path / "rt.parquet"],
        tmp_path / "e",
        hints=Hints(keys={"rt": ("R105",)}, weight={"rt": "URUT"}, region={"rt": ()}),
    )

    file = edition.codebook.file("rt")
    assert (file.keys, file.weight, file.region) == (("R105",), "URUT", ())


def test_writes_a_ddi_that_says_the_same(make_edition: MakeEdition, households: Pair) -> None:
    edition = make_edition(households)

    assert read_ddi(edition.folder / "ddi.xml") == edition.codebook


@pytest.mark.parametrize(
    ("variable", "numbers"),
    [
        (
            Variable("X", values=(ValueLabel(98, label("TT")),), missing=Missing((98,))),
            [1, 40, 98],
        ),
        (Variable("X", values=(ValueLabel(98, label("98+")),), measure="scale"), [1, 40, 98]),
        (Variable("X", values=(ValueLabel(1, label("Ya")),), missing=Missing((98,))), [1, 98]),
    ],
)
def test_asks_for_no_label_on_amounts_and_missing_codes(
    make_edition: MakeEdition, variable: Variable, numbers: list[int]
) -> None:
    file = DataFile("angka", (variable,))

    findings = make_edition((file, pa.table({"X": numbers}))).quality()["findings"]

    assert not [f for f in findings if f["kind"] == "unlabelled_code"]
