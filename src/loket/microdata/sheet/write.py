"""Writing a codebook sheet: a template to fill in, or all that is known of data files."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

from loket.microdata.codebook import Codebook, DataFile, Missing, Variable
from loket.microdata.errors import UnfitFormat
from loket.microdata.sheet.columns import HEADINGS, KIND_WORDS

# Loaded only to write a workbook: its library takes a while.
WORKBOOK = "loket.microdata.sheet.workbook_write:write_workbook"


def write_sheet(codebook: Codebook, path: Path) -> None:
    """
    Write ``codebook`` to ``path``, .xlsx or .csv; one without files gives an empty template.

    :raises UnfitFormat: if the suffix is another
    """
    rows = [row for file in codebook.files for row in _rows(file)]
    suffix = path.suffix.lower()
    if suffix == ".csv":
        _csv(rows, path)
    elif suffix == ".xlsx":
        resolve_name(WORKBOOK)(rows, path)
    else:
        raise UnfitFormat(
            id="lembar buku kode ditulis sebagai .xlsx atau .csv",
            en="a codebook sheet is written as .xlsx or .csv",
            place=path.name,
        )


def _rows(file: DataFile) -> Iterator[dict[str, str]]:
    for variable in file.variables:
        codes = list(_codes(variable))
        yield {
            "file": file.name,
            "variable": variable.name,
            "label": variable.label.id,
            "label_en": variable.label.en,
            "kind": KIND_WORDS[variable.kind],
            "width": str(variable.width or ""),
            "decimals": str(variable.decimals or ""),
            "missing": _missing(variable.missing),
            "measure": variable.measure.replace("scale", "skala"),
            "question": variable.question.literal,
            "universe": variable.universe,
            "notes": variable.notes,
            **(codes[0] if codes else {}),
        }
        yield from codes[1:]


def _codes(variable: Variable) -> Iterator[dict[str, str]]:
    pairs = [(str(value.code), value.label) for value in variable.values]
    pairs += [(f".{letter}", label) for letter, label in variable.tags]
    for code, label in pairs:
        if label:
            yield {"code": code, "meaning": label.id, "meaning_en": label.en}


def _missing(missing: Missing) -> str:
    ranges = [
        f"{'' if math.isinf(low) else f'{low:g}'}..{'' if math.isinf(high) else f'{high:g}'}"
        for low, high in missing.ranges
    ]
    return ", ".join([*map(str, missing.codes), *ranges])


def _csv(rows: list[dict[str, str]], path: Path) -> None:
    # The mark lets spreadsheets see that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([heading.name for heading in HEADINGS.values()])
        writer.writerows([row.get(column, "") for column in HEADINGS] for row in rows)
