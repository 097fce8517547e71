"""On the command line …"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loket.microdata.__main__ import main
from loket.microdata.definition import Definition, Wanted, canonical
from loket.microdata.edition import open_edition
from loket.microdata.extract import extract
from loket.microdata.fingerprint import Marking, order_key

IND1 = "ssn202403_kor_ind1"
SECRET = bytes(range(100, 140))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    out = str(folder / "edition")
    assert main(["synthesise", out, "--households", "120", "--format", "edition"]) == 0
    order = Definition("SINTETIS-SUSENAS-2024-MARET", files=(Wanted(IND1, ("R405", "R407")),))
    (folder / "order.json").write_bytes(canonical(order))
    (folder / "secret").write_text(SECRET.hex() + "\n")
    (folder / "orders").write_text("B-1\nB-2\tbuyer-9|susenas\nB-3\n")
    return folder


def leak(folder: Path, into: Path, reference: str, scope: str = "") -> Path:
    edition = open_edition(folder / "edition")
    order = Definition(
        edition.codebook.study.idno, files=(Wanted(IND1, ("URUT", "R405", "R407")),), format="csv"
    )
    key = order_key(SECRET, reference, scope=scope)
    (written,) = extract(edition, order, into, rewrite=Marking(edition, key))
    return written.path


def tracing(folder: Path, leaked: Path, *more: str) -> list[str]:
    return [
        *("trace", str(leaked), "--edition", str(folder / "edition")),
        *("--orders", str(folder / "orders"), "--secret", str(folder / "secret"), *more),
    ]


def test_sample_writes_a_marked_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(folder / "edition"), str(folder / "order.json"), str(tmp_path / "contoh")]

    assert main(["sample", *arguments]) == 0
    assert "baris" in capsys.readouterr().out
    assert (tmp_path / "contoh" / f"{IND1}.sav").is_file()
    assert "BUKAN DATA RIIL" in (tmp_path / "contoh" / "BACA-SAYA.txt").read_text("utf-8")
    assert main(["sample", *arguments]) == 2


@pytest.mark.parametrize("broken", ["{", '{"edition": "x", "files": [{"file": "no"}]}'])
def test_sample_refuses_a_bad_definition_in_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    (tmp_path / "order.json").write_text(broken)

    code = main(
        ["sample", str(folder / "edition"), str(tmp_path / "order.json"), str(tmp_path / "o")]
    )

    assert code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "o").exists()


def test_sample_refuses_what_is_not_there(folder: Path, tmp_path: Path) -> None:
    assert main(["sample", str(tmp_path), str(folder / "order.json"), str(tmp_path / "o")]) == 2
    assert (
        main(["sample", str(folder / "edition"), str(tmp_path / "no"), str(tmp_path / "o")]) == 2
    )


def test_trace_names_the_order(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leaked = leak(folder, tmp_path, "B-2", "buyer-9|susenas")

    assert main(tracing(folder, leaked, "--json")) == 0

    found = json.loads(capsys.readouterr().out)
    assert [r["reference"] for r in found["ranking"] if r["is_source"]] == ["B-2"]
    assert found["limits"]["en"]
    assert main(tracing(folder, leaked, "--top", "1")) == 0
    assert "ASAL/SOURCE B-2" in capsys.readouterr().out


def test_trace_accuses_nobody_on_an_unknown_copy(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leaked = leak(folder, tmp_path, "somebody else's")

    assert main(tracing(folder, leaked)) == 0
    assert "ASAL" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content"), [("orders", ""), ("secret", "abc"), ("leaked", "a;b\n")]
)
def test_trace_refuses_bad_input_in_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    (tmp_path / f"{name}.csv").write_text(content)
    paths = {
        "orders": folder / "orders",
        "secret": folder / "secret",
        "leaked": tmp_path / "x.csv",
    }
    paths["leaked"].write_text("URUT,R405\n1,2\n")
    paths[name] = tmp_path / f"{name}.csv"

    code = main(
        [
            *("trace", str(paths["leaked"]), "--edition", str(folder / "edition")),
            *("--orders", str(paths["orders"]), "--secret", str(paths["secret"])),
        ]
    )

    assert code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("weights", ["x", "rt:STRATA", "rt:STRATA:0", ":A:1", "no_file:A:100"])
def test_trace_refuses_bad_weights(folder: Path, tmp_path: Path, weights: str) -> None:
    leaked = leak(folder, tmp_path, "B-1")

    assert main(tracing(folder, leaked, "--weights", weights)) == 2


def test_synthesise_writes_files_and_refuses_to_overwrite(tmp_path: Path) -> None:
    out = str(tmp_path / "out")

    assert main(["synthesise", out, "--households", "10", "--format", "dbf"]) == 0
    assert (tmp_path / "out" / f"{IND1}.dbf").is_file()
    assert main(["synthesise", out, "--households", "10"]) == 2
