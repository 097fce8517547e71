"""R .rds: reading a data frame, with labels as the R package haven keeps them."""

from __future__ import annotations

import lzma
import math
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.codebook import (
    Bilingual,
    Code,
    DataFile,
    Kind,
    Measure,
    Missing,
    ValueLabel,
    Variable,
    duplicates,
)
from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.rds_parse import TEXTS, Column, Frame, NotRds, parse
from loket.microdata.formats.readstat import MEASURES, plain
from loket.microdata.formats.source import Source, Take, unreadable

FAILURES = (NotRds, OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, pa.ArrowException)
TYPES: Mapping[Kind, pa.DataType] = {"date": pa.date32(), "datetime": pa.timestamp("us")}


def read_rds(path: Path, /, *, encoding: str | None = None) -> Source:
    """
    Open a data frame; factors become labelled codes, tagged missing values a column of letters.

    :raises UnreadableFile: if it is damaged, holds no data frame, or one with columns of lists
    """
    try:
        frame = parse(path)
    except FAILURES as error:
        raise unreadable(path, "R", error) from error
    names = frame.attributes["names"]
    again = duplicates(names)
    if again:
        raise UnreadableFile(
            id=f"nama variabel ganda: {', '.join(again)}; ganti salah satunya",
            en=f"duplicate variable names: {', '.join(again)}; rename one of each",
            place=path.name,
        )
    variables = tuple(_variable(n, c) for n, c in zip(names, frame.columns, strict=True))
    label = Bilingual(_first(frame.attributes, "label"))
    file = DataFile(path.stem, variables, rows=frame.rows, label=label)
    schema = _schema(frame, file)
    return Source(file, schema, _feeder(path, frame, file, schema), encoding="utf-8")


def _schema(frame: Frame, file: DataFile) -> pa.Schema:
    pairs = list(zip(frame.columns, file.variables, strict=True))
    fields = [pa.field(v.name, TYPES.get(v.kind, c.schema.field(0).type)) for c, v in pairs]
    fields += [pa.field(v.tag_column, pa.string()) for c, v in pairs if c.letters]
    return pa.schema(fields)


def _feeder(path: Path, frame: Frame, file: DataFile, schema: pa.Schema) -> Any:
    def feed(take: Take) -> None:
        for batches in frame.batches():
            try:
                pairs = zip(batches, file.variables, strict=True)
                columns = [_values(batch.column(0), variable.kind) for batch, variable in pairs]
                columns += [
                    batch.column(1)
                    for batch, column in zip(batches, frame.columns, strict=True)
                    if column.letters
                ]
                take(pa.RecordBatch.from_arrays(columns, schema=schema))
            except pa.ArrowException as error:
                raise unreadable(path, "R", error) from error

    return feed


def _values(array: pa.Array, kind: Kind) -> pa.Array:
    if kind == "date":
        return pc.floor(array.cast(pa.float64())).cast(pa.int32()).cast(pa.date32())
    if kind == "datetime":
        micros = pc.round(pc.multiply(array.cast(pa.float64()), 1e6))
        return micros.cast(pa.int64()).cast(pa.timestamp("us"))
    return array


def _variable(name: str, column: Column) -> Variable:
    said = column.attributes
    classes = said.get("class", [])
    kind = _kind(column, classes)
    missing = _missing(said, kind)
    labels = _labels(said, classes)
    letters = {code: text for text, code in labels if isinstance(code, str) and kind != "text"}
    measure: Measure = "ordinal" if "ordered" in classes else "nominal"
    if "factor" not in classes:
        measure = MEASURES.get(_first(said, "measure"), "")
    return Variable(
        name=name,
        kind=kind,
        label=Bilingual(_first(said, "label")),
        width=0,
        values=tuple(
            ValueLabel(plain(code), Bilingual(text), missing.covers(plain(code)))
            for text, code in labels
            if isinstance(code, str) == (kind == "text")
        ),
        missing=missing,
        tags=tuple(
            (letter, Bilingual(letters.get(letter, "")))
            for letter in sorted(column.letters | set(letters))
        ),
        measure=measure,
        display_format=_first(said, "format.spss") or _first(said, "format.stata"),
    )


def _kind(column: Column, classes: list[str]) -> Kind:
    if column.type == TEXTS:
        return "text"
    if "Date" in classes:
        return "date"
    return "datetime" if "POSIXct" in classes else "numeric"


def _labels(said: Mapping[str, Any], classes: list[str]) -> list[tuple[str, Code]]:
    if "factor" in classes:
        return [(text, number) for number, text in enumerate(said.get("levels", []), 1)]
    return [
        (text, code)
        for text, code in (p for p in said.get("labels", []) if isinstance(p, tuple))
        if isinstance(code, str) or math.isfinite(code)
    ]


def _missing(said: Mapping[str, Any], kind: Kind) -> Missing:
    codes = said.get("na_values", [])
    numbers = [v for v in said.get("na_range", []) if isinstance(v, float)]
    ranges = ((numbers[0], numbers[1]),) if len(numbers) == 2 and kind != "text" else ()  # noqa: PLR2004
    kept = (c for c in codes if isinstance(c, str) == (kind == "text"))
    return Missing(tuple(plain(c) for c in kept), ranges)


def _first(said: Mapping[str, Any], name: str) -> str:
    values = said.get(name) or [""]
    return values[0] if isinstance(values[0], str) else ""
