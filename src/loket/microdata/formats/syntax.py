"""Label syntax for CSV files: the commands that give SPSS, Stata and R their labels back."""

from __future__ import annotations

from loket.microdata.codebook import Code
from loket.microdata.formats.display import held, spss_input
from loket.microdata.formats.fitting import Column, Fitted, fit
from loket.microdata.formats.limits import DTA, SAV


def spss(csv_name: str, fitted: Fitted) -> str:
    """Return SPSS syntax that reads ``csv_name`` and labels it."""
    columns = fit(fitted.file, SAV, fitted.language).columns
    names = "\n".join(f"    {c.name} {spss_input(c.variable)}" for c in columns)
    lines = [
        "SET UNICODE=ON.",
        f"GET DATA /TYPE=TXT /FILE={_spss(csv_name)} /ENCODING='UTF8' /ARRANGEMENT=DELIMITED",
        "  /DELIMITERS=',' /QUALIFIER='\"' /FIRSTCASE=2",
        f"  /VARIABLES=\n{names}.",
    ]
    lines += [f"VARIABLE LABELS {c.name} {_spss(c.label)}." for c in columns if c.label]
    for column in columns:
        if column.values:
            said = "\n".join(f"    {_spss(code)} {_spss(label)}" for code, label in column.values)
            lines.append(f"VALUE LABELS {column.name}\n{said}.")
        if column.missing:
            lines.append(f"MISSING VALUES {column.name} ({_spss_missing(column)}).")
        if held(column.variable, "spss"):
            lines.append(f"FORMATS {column.name} ({held(column.variable, 'spss')}).")
        if column.variable.measure:
            lines.append(f"VARIABLE LEVEL {column.name} ({column.variable.measure.upper()}).")
    lines.append("EXECUTE.")
    return "\n".join(lines) + "\n"


def _spss(value: Code) -> str:
    if not isinstance(value, str):
        return repr(value)
    return "'" + _one_line(value).replace("'", "''") + "'"


def _spss_missing(column: Column) -> str:
    missing = column.missing
    ranges = [
        f"{'LOWEST' if low == float('-inf') else repr(low)} THRU "
        f"{'HIGHEST' if high == float('inf') else repr(high)}"
        for low, high in missing.ranges
    ]
    return ", ".join([*ranges, *(_spss(code) for code in missing.codes)])


def stata(csv_name: str, fitted: Fitted) -> str:
    """Return a Stata do-file that reads ``csv_name`` and labels it."""
    columns = fit(fitted.file, DTA, fitted.language).columns
    texts = [str(n) for n, c in enumerate(columns, 1) if c.variable.kind == "text"]
    strings = f" stringcols({' '.join(texts)})" if texts else ""
    lines = [
        f'import delimited using "{csv_name}", clear varnames(1) case(preserve) '
        f"encoding(UTF-8){strings}"
    ]
    for number, column in enumerate(columns, 1):
        if column.variable.kind in {"date", "datetime"}:
            lines += _stata_date(column)
        if column.label:
            lines.append(f"label variable {column.name} {_stata(column.label)}")
        if column.values and column.variable.kind == "numeric":
            lines.append(f"label define l{number} /*")
            lines += [f"  */ {code} {_stata(label)} /*" for code, label in column.values]
            lines[-1] = lines[-1].removesuffix(" /*")
            lines.append(f"label values {column.name} l{number}")
    return "version 14\n" + "\n".join(lines) + "\n"


def _stata_date(column: Column) -> list[str]:
    name = column.name
    if column.variable.kind == "date":
        made, format_ = f'date({name}, "YMD")', "%td"
    else:
        made, format_ = f'clock({name}, "YMDhms")', "%tc"
    return [
        f"generate double date_ = {made}",
        f"drop {name}",
        f"rename date_ {name}",
        f"format {name} {format_}",
    ]


def _stata(text: str) -> str:
    """Compound quotes; a macro sign must not be run."""
    safe = _one_line(text).replace("`", "'").replace("$", "\\$")
    return f'`"{safe}"\''


def r(csv_name: str, fitted: Fitted) -> str:
    """Return an R script (base R only) that reads ``csv_name`` and labels it."""
    columns = fitted.columns
    classes = ", ".join(f"{_r(c.name)} = {_r(_r_class(c))}" for c in columns)
    lines = [
        f"data <- read.csv({_r(csv_name)}, fileEncoding = 'UTF-8', check.names = FALSE,",
        f"  na.strings = '', colClasses = c({classes}))",
    ]
    language = fitted.language
    for column in columns:
        variable = column.variable
        place = f"data[[{_r(column.name)}]]"
        if variable.label:
            lines.append(f"attr({place}, 'label') <- {_r(variable.label.said_in(language))}")
        if variable.values:
            said = ", ".join(
                f"{_r(v.label.said_in(language))} = {_r(v.code)}" for v in variable.values
            )
            lines.append(f"attr({place}, 'labels') <- c({said})")
        if variable.missing.codes:
            codes = ", ".join(map(_r, variable.missing.codes))
            lines.append(f"attr({place}, 'na_values') <- c({codes})")
    return "\n".join(lines) + "\n"


def _r_class(column: Column) -> str:
    kinds = {"text": "character", "date": "Date", "datetime": "POSIXct"}
    return kinds.get(column.variable.kind, "numeric")


def _r(value: Code) -> str:
    if not isinstance(value, str):
        return repr(value)
    escaped = _one_line(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _one_line(text: str) -> str:
    return " ".join(text.split())
