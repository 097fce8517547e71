"""Texts in whatever encoding a file came …"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.microdata.codebook import Variable
from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.dbf_write import header, layout
from loket.microdata.formats.readers import open_source

# What Windows' Western character set and UTF-8 both hold, without line ends and outer blanks.
WESTERN = st.characters(codec="cp1252", exclude_categories=["C", "Z"])
CELLS = st.lists(st.text(WESTERN, max_size=12), min_size=1, max_size=6)


def texts(path: Path) -> list[str | None]:
    batches: list[pa.RecordBatch] = []
    source = open_source(path)
    source.feed(batches.append)
    return [
        t for batch in batches for t in batch.column(source.schema.names.index("T")).to_pylist()
    ]


@settings(max_examples=25, deadline=None)
@given(cells=CELLS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_come_back_from_csv(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], encoding: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    # A letter that is no UTF-8 by itself shows which one it is; every row is a text, no number.
    lines = ["N,T", "1,\u00e9x", *(f'2,"x{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells)]
    path.write_bytes("\n".join(lines).encode(encoding))

    found = texts(path)

    assert found == ["\u00e9x", *(f"x{cell}" for cell in cells)]


@settings(max_examples=25, deadline=None)
@given(cells=CELLS, encoding=st.sampled_from(["utf-8", "cp1252", "1252"]))
def test_come_back_from_dbase_as_its_cpg_says(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], encoding: str
) -> None:
    path = tmp_path_factory.mktemp("dbf") / "a.dbf"
    codec = "cp1252" if encoding == "1252" else encoding
    raw = [cell.encode(codec) for cell in cells]
    width = max(1, *map(len, raw))
    head = header([layout("T", Variable("T", "text", width=width))], len(cells))
    path.write_bytes(head + b"".join(b" " + cell.ljust(width) for cell in raw) + b"\x1a")
    path.with_suffix(".cpg").write_text(encoding, "ascii")

    assert texts(path) == [cell or None for cell in cells]


def test_are_named_when_the_encoding_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.dbf"
    head = header([layout("T", Variable("T", "text", width=2))], 1)
    path.write_bytes(head + b" \xe9x\x1a")
    path.with_suffix(".cpg").write_text("UTF-8", "ascii")

    with pytest.raises(UnreadableFile, match=r"a\.dbf"):
        texts(path)
