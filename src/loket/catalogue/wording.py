"""The names of formats, levels and kinds of variables, in both languages."""

from __future__ import annotations

from datetime import date

from loket.areamaps.codes import Level
from loket.areamaps.formats import MapFormat
from loket.catalogue.models import Edition, Variable
from loket.rules.dates import format_period, month_name
from loket.rules.wording import Text

FORMATS = {
    "dbf": "dBASE (.dbf)",
    "sav": "SPSS (.sav)",
    "zsav": "SPSS (.zsav)",
    "dta": "Stata (.dta)",
    "csv": "CSV (.csv)",
    "csv-bom": "CSV (.csv, UTF-8 BOM)",
    "parquet": "Parquet (.parquet)",
    "xlsx": "Excel (.xlsx)",
    "xpt": "SAS (.xpt)",
    "rds": "R (.rds)",
} | {str(each): each.label for each in MapFormat}

_KINDS = {
    "numeric": Text("Angka", "Number"),
    "text": Text("Teks", "Text"),
    "date": Text("Tanggal", "Date"),
    "datetime": Text("Tanggal dan waktu", "Date and time"),
}
_MEASURES = {
    "nominal": Text("nominal", "nominal"),
    "ordinal": Text("ordinal", "ordinal"),
    "scale": Text("skala", "scale"),
}
_MONTH_PARTS = 2


def format_name(word: str) -> str:
    return FORMATS.get(word, word)


def level_name(level: str) -> Text:
    """Return the name of a level of work areas; "" gives empty words."""
    return Text(*Level(level).label) if level in set(Level) else Text("", "")


def kind_of(variable: Variable) -> Text:
    """Return what values the variable has: "Angka, nominal"."""
    kind = _KINDS.get(variable.kind, Text(variable.kind, variable.kind))
    measure = _MEASURES.get(variable.measure)
    if measure is None:
        return kind
    return Text(f"{kind.id}, {measure.id}", f"{kind.en}, {measure.en}")


def period(edition: Edition) -> Text:
    """Return when the data were collected, as exactly as the study says."""
    start, end = edition.period_start, edition.period_end or edition.period_start
    days = _day(start), _day(end)
    if days[0] and days[1] and days[0] <= days[1]:
        return Text(format_period(days[0], days[1], "id"), format_period(days[0], days[1], "en"))
    first, last = _roughly(start), _roughly(end)
    if not first.id:
        said = str(edition.year or "")
        return Text(said, said)
    if first == last:
        return first
    return Text(f"{first.id} – {last.id}", f"{first.en} – {last.en}")


def _roughly(said: str) -> Text:
    parts = said.split("-")
    if len(parts) == _MONTH_PARTS and parts[1] in {f"{month:02}" for month in range(1, 13)}:
        month = int(parts[1])
        return Text(
            f"{month_name(month, 'id')} {parts[0]}", f"{month_name(month, 'en')} {parts[0]}"
        )
    return Text(said, said)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
