"""
CSV and TSV: reading, with kinds told by a codebook or found in the data.

A column is numeric only if every value reads as a number of at most 15 digits without a leading
zero: ``01`` is a code, and a 16-digit number would lose its last digits as a double.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from loket.microdata.codebook import DataFile, Kind, Variable, duplicates
from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.source import Source, Take, unreadable

NUMBER = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
TOLD_NUMBER = r"^-?[0-9]{1,15}(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
COMMA_NUMBER = r"^-?(0|[1-9][0-9]{0,14})(,[0-9]+)?$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# SPSS's system-missing value, as Nesstar writes it to CSV.
SYSTEM_MISSING = ("1.79769313486232e+308", "1.7976931348623157e+308", "-1.79769313486232e+308")
BLOCK = 8 << 20


def read_csv(
    path: Path, /, *, encoding: str | None = None, layout: DataFile | None = None
) -> Source:
    """
    Open a delimited text file; ``layout`` names the kinds of its columns where known.

    :raises UnreadableFile: on a wrong encoding, a ragged line or a duplicate name
    """
    used = encoding or encoding_of(path)
    names, delimiter = _header(path, used)
    kinds = _kinds(path, used, names, delimiter, layout)
    schema = pa.schema([pa.field(n, _type(kinds[n])) for n in names])

    def feed(take: Take) -> None:
        for batch in _batches(path, used, names, delimiter):
            columns = [_parsed(batch.column(i), kinds[n]) for i, n in enumerate(names)]
            take(pa.RecordBatch.from_arrays(columns, schema=schema))

    variables = tuple(Variable(n, kind=kinds[n][0]) for n in names)
    return Source(DataFile(path.stem, variables), schema, feed, encoding=used)


Kinds = dict[str, tuple[Kind, bool]]


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file: by its mark, else UTF-8 if it is, else Windows."""
    with path.open("rb") as raw:
        head = raw.read(4)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        with path.open(encoding="utf-8") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig" if head.startswith(b"\xef\xbb\xbf") else "utf-8"


def _header(path: Path, encoding: str) -> tuple[list[str], str]:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            first = stream.readline()
    except (UnicodeError, LookupError) as error:
        raise unreadable(path, "CSV", error) from error
    delimiter = max(",;\t|", key=first.count)
    names = [n.strip() for n in next(csv.reader([first], delimiter=delimiter), [])]
    if not names or not all(names):
        raise unreadable(path, "CSV", "baris judul kosong / empty name in the first line")
    again = duplicates(names)
    if again:
        raise UnreadableFile(
            id=f"nama variabel ganda: {', '.join(again)}; ganti salah satunya",
            en=f"duplicate variable names: {', '.join(again)}; rename one of each",
            place=path.name,
        )
    return names, delimiter


def _batches(
    path: Path, encoding: str, names: list[str], delimiter: str
) -> pacsv.CSVStreamingReader:
    try:
        yield from pacsv.open_csv(
            path,
            read_options=pacsv.ReadOptions(
                column_names=names,
                skip_rows=1,
                encoding="utf-8" if encoding == "utf-8-sig" else encoding,
                block_size=BLOCK,
            ),
            parse_options=pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pacsv.ConvertOptions(
                column_types={n: pa.string() for n in names},
                null_values=["", *SYSTEM_MISSING],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            return
        raise unreadable(path, "CSV", error) from error


def _kinds(
    path: Path, encoding: str, names: list[str], delimiter: str, layout: DataFile | None
) -> Kinds:
    """Look at every value once: what no longer fits is crossed off."""
    told = {v.name: v.kind for v in layout.variables} if layout else {}
    could = {n: {"number", "comma", "date"} for n in names}
    seen: set[str] = set()
    patterns = {"number": NUMBER, "comma": COMMA_NUMBER, "date": DATE}
    for batch in _batches(path, encoding, names, delimiter):
        for index, name in enumerate(names):
            values = batch.column(index).drop_null()
            if len(values):
                seen.add(name)
            for kind in tuple(could[name]):
                loose = kind == "number" and told.get(name) == "numeric"
                if not _all_match(values, TOLD_NUMBER if loose else patterns[kind]):
                    could[name].discard(kind)
    return {n: _kind(could[n], told.get(n), n in seen) for n in names}


def _all_match(values: pa.Array, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(values, pattern), min_count=0).as_py())


def _kind(could: set[str], told: Kind | None, seen: bool) -> tuple[Kind, bool]:
    if told == "text" or not seen:
        return told or "text", False
    if "date" in could and told in {None, "date"}:
        return "date", False
    if "number" in could:
        return "numeric", False
    if "comma" in could:
        return "numeric", True
    return "text", False


def _type(kind: tuple[Kind, bool]) -> pa.DataType:
    return {"text": pa.string(), "date": pa.date32(), "datetime": pa.timestamp("us")}.get(
        kind[0], pa.float64()
    )


def _parsed(values: pa.Array, kind: tuple[Kind, bool]) -> pa.Array:
    if kind[1]:
        values = pc.replace_substring(values, ",", ".")
    return pc.cast(values, _type(kind))
