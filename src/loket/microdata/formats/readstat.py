"""Between our codebook and the metadata of SPSS and Stata files as readstat-arrow gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import readstat_arrow
from readstat_arrow.metadata import Code as ReadstatCode
from readstat_arrow.metadata import Metadata

from loket.microdata.codebook import (
    Bilingual,
    Code,
    DataFile,
    Kind,
    Language,
    Measure,
    Missing,
    ValueLabel,
    Variable,
)
from loket.microdata.formats.display import held, spss_format
from loket.microdata.formats.fitting import Fitted
from loket.microdata.formats.source import BATCH_ROWS, Source, Take, unreadable

MEASURES: Mapping[str, Measure] = {"nominal": "nominal", "ordinal": "ordinal", "scale": "scale"}
_DECIMALS = re.compile(r"\.(\d+)")
FAILURES = (readstat_arrow.ReadstatError, OSError, ValueError, UnicodeError, pa.ArrowException)


def opened(path: Path, format: str, open_: Callable[..., Any], encoding: str | None) -> Source:
    """
    Open an SPSS or Stata file with ``open_`` (``readstat_arrow.open_sav`` or ``open_dta``).

    :raises UnreadableFile: if the file is damaged or of another format
    """
    try:
        reader = open_(path, encoding=encoding, preserve_user_missing=True)
        tagged = _tagged(reader) if format == "Stata" else {}
    except FAILURES as error:
        raise unreadable(path, format, error) from error
    schema = _flat_schema(reader.schema, tagged)

    def feed(take: Take) -> None:
        try:
            reader.read_batches(lambda batch: take(_flat(batch, schema)), batch_rows=BATCH_ROWS)
        except readstat_arrow.ReadstatError as error:
            raise unreadable(path, format, error) from error

    file = describe(path.stem, reader.schema, reader.metadata, tagged, rows=reader.num_rows or 0)
    return Source(
        file, schema, feed, title=reader.metadata.file_label or "", encoding=encoding or ""
    )


def _tagged(reader: Any) -> dict[str, set[str]]:
    """Return the extended missing letters met in each column: they need a column of their own."""
    found: dict[str, set[str]] = {}

    def look(batch: pa.RecordBatch) -> None:
        for index, field in enumerate(batch.schema):
            if pa.types.is_struct(field.type):
                tags = pc.unique(batch.column(index).field("tag").drop_null()).to_pylist()
                if tags:
                    found.setdefault(field.name, set()).update(tags)

    reader.read_batches(look, batch_rows=BATCH_ROWS)
    return found


def is_time(type_: pa.DataType) -> bool:
    """Tell whether values are times of day or spans, with extended missing values or without."""
    if pa.types.is_struct(type_):
        return is_time(type_.field("value").type)
    return bool(pa.types.is_time(type_) or pa.types.is_duration(type_))


def _flat_type(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_struct(type_):
        return _flat_type(type_.field("value").type)
    if is_time(type_):
        return pa.float64()
    if pa.types.is_string(type_) or pa.types.is_large_string(type_):
        return pa.string()
    return type_


def _flat_schema(schema: pa.Schema, tagged: Mapping[str, object]) -> pa.Schema:
    fields = [pa.field(field.name, _flat_type(field.type)) for field in schema]
    fields += [pa.field(Variable(name).tag_column, pa.string()) for name in tagged]
    return pa.schema(fields)


def _flat(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = []
    tags = []
    names = set(schema.names)
    for index, field in enumerate(batch.schema):
        array = batch.column(index)
        if pa.types.is_struct(field.type):
            if Variable(field.name).tag_column in names:
                tags.append(pc.cast(pc.struct_field(array, "tag"), pa.string()))
            array = pc.struct_field(array, "value")
        columns.append(_flat_array(array))
    return pa.RecordBatch.from_arrays([*columns, *tags], schema=schema)


def _flat_array(array: pa.Array) -> pa.Array:
    """Times become seconds; texts are plain strings without trailing blanks."""
    if is_time(array.type):
        micros = pc.cast(pc.cast(array, pa.int64()), pa.float64(), safe=False)
        return pc.divide(micros, 1e6)
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return pc.cast(array, pa.string())
    return array


def describe(
    name: str,
    schema: pa.Schema,
    metadata: Metadata,
    tagged: Mapping[str, set[str]],
    *,
    rows: int,
) -> DataFile:
    """Return our description of a file; its labels are taken as Indonesian."""
    variables = tuple(
        _variable(field, metadata, tagged.get(field.name, set())) for field in schema
    )
    return DataFile(
        name,
        variables,
        rows=rows,
        label=Bilingual(id=metadata.file_label or ""),
        notes="\n".join(metadata.notes),
    )


def _variable(field: pa.Field, metadata: Metadata, letters: set[str]) -> Variable:
    name = field.name
    kind = _kind(_flat_type(field.type))
    format_ = metadata.formats.get(name) or ""
    decimals = _DECIMALS.search(format_)
    storage = metadata.storage_widths.get(name) or 0
    coded = metadata.value_labels.get(name) or []
    missing = _missing(metadata.missing_values.get(name))
    tags = {str(c["value"]): c["label"] for c in coded if _is_tag(c["value"], kind)}
    return Variable(
        name=name,
        kind=kind,
        label=Bilingual(id=metadata.variable_labels.get(name) or ""),
        width=storage if kind == "text" else (metadata.display_widths.get(name) or 8),
        decimals=int(decimals.group(1)) if decimals and kind == "numeric" else 0,
        values=tuple(
            ValueLabel(code, Bilingual(id=c["label"]), missing.covers(code))
            for c in coded
            if not _is_tag(c["value"], kind)
            for code in [plain(c["value"])]
        ),
        missing=missing,
        tags=tuple((t, Bilingual(id=tags.get(t, ""))) for t in sorted(letters | set(tags))),
        measure=MEASURES.get(metadata.measures.get(name) or "", ""),
        display_format=format_,
    )


def _is_tag(value: Code, kind: Kind) -> bool:
    return kind != "text" and isinstance(value, str)


def _kind(type_: pa.DataType) -> Kind:
    if pa.types.is_string(type_):
        return "text"
    if pa.types.is_date(type_):
        return "date"
    if pa.types.is_timestamp(type_):
        return "datetime"
    return "numeric"


def plain(value: Code) -> Code:
    """Return a whole float as an int, anything else as it is."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _missing(declared: Mapping[str, Any] | None) -> Missing:
    if not declared:
        return Missing()
    if "values" in declared:
        return Missing(codes=tuple(plain(value) for value in declared["values"]))
    single = (plain(declared["value"]),) if "value" in declared else ()
    return Missing(codes=single, ranges=((float(declared["lo"]), float(declared["hi"])),))


def declare(fitted: Fitted, *, spss: bool) -> Metadata:
    """Return the metadata readstat-arrow writes for ``fitted``."""
    columns = fitted.columns
    return Metadata(
        variable_labels={c.name: c.label for c in columns if c.label},
        value_labels={
            c.name: _coded(c.values, c.variable, None if spss else fitted.language)
            for c in columns
        },
        formats={c.name: _format(c.variable, spss=spss) for c in columns},
        storage_widths={
            c.name: max(c.variable.width, 1) for c in columns if c.variable.kind == "text"
        },
        measures={c.name: c.variable.measure or "unknown" for c in columns} if spss else {},
        missing_values={c.name: _declared(c.missing) for c in columns} if spss else {},
        file_label=fitted.label or None,
    )


def _format(variable: Variable, *, spss: bool) -> str | None:
    if not spss:
        return held(variable, "stata") or None
    return None if variable.kind == "text" else spss_format(variable)


def _coded(
    values: tuple[tuple[Code, str], ...], variable: Variable, language: Language | None
) -> list[ReadstatCode] | None:
    coded: list[ReadstatCode] = [{"value": code, "label": label} for code, label in values]
    if language is not None:
        coded += [
            {"value": tag, "label": label.said_in(language)}
            for tag, label in variable.tags
            if label
        ]
    return coded or None


def _declared(missing: Missing) -> Any:
    if not missing:
        return None
    if not missing.ranges:
        return {"values": list(missing.codes)}
    low, high = missing.ranges[0]
    declared: dict[str, Code] = {"lo": low, "hi": high}
    if missing.codes:
        declared["value"] = missing.codes[0]
    return declared
