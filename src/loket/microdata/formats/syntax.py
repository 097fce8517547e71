"""Label syntax for CSV and .xpt: what gives SPSS, Stata, R and SAS their labels back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from loket.microdata.codebook import Code
from loket.microdata.formats.display import held, spss_input
from loket.microdata.formats.fitting import Column, Fitted, fit
from loket.microdata.formats.limits import DTA, SAV


def spss(csv_name: str, fitted: Fitted) -> str:
    """Return SPSS syntax that reads ``csv_name`` and labels it."""
    columns = fit(fitted.file, SAV, fitted.language).columns
    names = "\n".join(f"    {c.name} {spss_input(c.variable)}" for c in columns)
    lines = [
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
    texts = [str(n) for n, c in enumerate(columns, 1) if c.variable.kind != "numeric"]
    strings = f" stringcols({' '.join(texts)})" if texts else ""
    lines = [
        f'import delimited using "{csv_name}", clear varnames(nonames) rowrange(2) asdouble '
        f"encoding(UTF-8){strings}",
        *(f"rename v{number} {c.name}" for number, c in enumerate(columns, 1)),
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
        f"order date_, after({name})",
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
        for low, high in variable.missing.ranges[:1]:
            lines.append(f"attr({place}, 'na_range') <- c({_r(low)}, {_r(high)})")
    return "\n".join(lines) + "\n"


def _r_class(column: Column) -> str:
    kinds = {"text": "character", "date": "Date", "datetime": "POSIXct"}
    return kinds.get(column.variable.kind, "numeric")


def _r(value: Code) -> str:
    if isinstance(value, float) and math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    if not isinstance(value, str):
        return repr(value)
    escaped = _one_line(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def sas(xpt_name: str, fitted: Fitted) -> str:
    """Return a SAS program that reads ``xpt_name`` and gives its values their labels."""
    labelled = [(n, c) for n, c in enumerate(fitted.columns, 1) if _is_labelled(c)]
    lines = ["proc format;"]
    for number, column in labelled:
        pairs = [
            f"    {_sas(v.code)} = {_sas(v.label.said_in(fitted.language))}"
            for v in column.variable.values
        ]
        lines += [f"  value {_sas_format(number, column)}", *pairs, "  ;"]
    lines += [
        "run;",
        f"%xpt2loc(libref=work, filespec={_sas(xpt_name)});",
        "data work.data;",
        "  set work.data;",
        *(f"  format {c.name} {_sas_format(n, c)}.;" for n, c in labelled),
        "run;",
    ]
    return "\n".join(lines) + "\n"


def _is_labelled(column: Column) -> bool:
    return bool(column.variable.values) and column.variable.kind in {"numeric", "text"}


def _sas_format(number: int, column: Column) -> str:
    """A format's name must not end in a digit; that of texts begins with a dollar sign."""
    return ("$" if column.variable.kind == "text" else "") + f"v{number}_"


def _sas(value: Code) -> str:
    """Single quotes: SAS runs no macro in them."""
    if not isinstance(value, str):
        return repr(value)
    return "'" + _one_line(value).replace("'", "''") + "'"


def _one_line(text: str) -> str:
    return " ".join(text.split())


# The programs that travel with a format which holds no labels, by suffix.
PROGRAMS: Mapping[str, Mapping[str, Callable[[str, Fitted], str]]] = {
    ".csv": {".sps": spss, ".do": stata, ".R": r},
    ".xpt": {".sas": sas},
}
