"""The codebook of a delivery as one HTML page, for people: no script, prints well."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from loket.microdata.codebook import Language, Missing, Study, Variable
from loket.microdata.formats.fitting import Column, Fitted

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}
h2{margin-top:2.5rem;border-bottom:2px solid #111}h3{margin:1.5rem 0 .25rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.2rem .6rem;border-bottom:1px solid #bbb}
code{font:14px/1.4 monospace}nav li{display:inline-block;
min-width:14rem}dl{display:grid;grid-template-columns:12rem 1fr;gap:.2rem 1rem}dt{color:#444}
dd{margin:0;white-space:pre-line}@media print{nav{display:none}h3{break-after:avoid}}
"""
WORDS: dict[str, tuple[str, str]] = {
    "title": ("Buku kode", "Codebook"),
    "variables": ("Daftar variabel", "Variables"),
    "rows": ("Jumlah baris", "Rows"),
    "key": ("Kunci", "Key"),
    "weight": ("Penimbang", "Weight"),
    "type": ("Jenis", "Type"),
    "name_in_master": ("Nama asli", "Original name"),
    "missing": ("Nilai hilang", "Missing values"),
    "question": ("Pertanyaan", "Question"),
    "instructions": ("Petunjuk", "Instructions"),
    "universe": ("Cakupan responden", "Universe"),
    "concept": ("Konsep", "Concept"),
    "notes": ("Catatan", "Notes"),
    "code": ("Kode", "Code"),
    "meaning": ("Arti", "Meaning"),
    "numeric": ("angka", "number"),
    "text": ("teks", "text"),
    "date": ("tanggal", "date"),
    "datetime": ("tanggal dan waktu", "date and time"),
    "measure": ("Skala ukur", "Measurement"),
    "citation": ("Sitasi", "Citation"),
    "abstract": ("Abstrak", "Abstract"),
    "format": ("Format tampilan", "Display format"),
    "name": ("Nama", "Name"),
    "label": ("Label", "Label"),
    "file": ("Berkas", "File"),
    "count": ("Variabel", "Variables"),
    "page": ("Halaman", "Page"),
    "short_page": ("Hal.", "Page"),
    "nominal": ("nominal", "nominal"),
    "ordinal": ("ordinal", "ordinal"),
    "scale": ("skala (angka)", "scale (number)"),
}


def codebook_page(
    study: Study, files: Sequence[tuple[str, int, Fitted]], citation: str, language: Language
) -> str:
    """Return the page; ``files`` are (file name, rows, fitted)."""
    said = Said(language)
    title = escape(study.title.said_in(language) or study.idno)
    about = [
        ("citation", citation),
        ("abstract", study.abstract.said_in(language)),
        ("universe", study.universe),
    ]
    body = [f"<h1>{said('title')}: {title}</h1>", _list(about, said)]
    for number, (name, rows, fitted) in enumerate(files, 1):
        body += _file(number, name, rows, fitted, said)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{said('title')}: {title}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>\n"
    )


class Said:
    """The words of a codebook in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, word: str) -> str:
        """Return the word."""
        return WORDS[word][0 if self.language == "id" else 1]


def _list(pairs: Sequence[tuple[str, str]], said: Said) -> str:
    rows = [f"<dt>{said(word)}</dt><dd>{escape(text)}</dd>" for word, text in pairs if text]
    return f"<dl>{''.join(rows)}</dl>" if rows else ""


def _file(number: int, name: str, rows: int, fitted: Fitted, said: Said) -> list[str]:
    file = fitted.file
    listed = "".join(
        f'<li><a href="#f{number}-{escape(c.name)}">{escape(c.name)}</a></li>'
        for c in fitted.columns
    )
    return [
        f"<h2>{escape(name)}</h2><p>{escape(file.label.said_in(said.language))}</p>",
        _list(file_facts(rows, fitted), said),
        f'<nav aria-label="{said("variables")}"><ul>{listed}</ul></nav>',
        *(_variable(number, column, said) for column in fitted.columns),
    ]


def file_facts(rows: int, fitted: Fitted) -> list[tuple[str, str]]:
    """Return what a codebook says of a file, as (word, text)."""
    names = {c.variable.name: c.name for c in fitted.columns}
    keys = ", ".join(names.get(key, key) for key in fitted.file.keys)
    weight = fitted.file.weight
    return [("rows", str(rows)), ("key", keys), ("weight", names.get(weight, weight))]


def _variable(number: int, column: Column, said: Said) -> str:
    variable = column.variable
    label = escape(variable.label.said_in(said.language))
    head = (
        f'<h3 id="f{number}-{escape(column.name)}"><code>{escape(column.name)}</code> {label}</h3>'
    )
    return head + _list(variable_facts(column, said), said) + _values(variable, said)


def variable_facts(column: Column, said: Said) -> list[tuple[str, str]]:
    """Return what a codebook says of a variable, as (word, text): its type first."""
    variable = column.variable
    asked = variable.question
    return [
        ("type", _type(variable, said)),
        ("measure", said(variable.measure) if variable.measure else ""),
        ("format", variable.display_format),
        ("name_in_master", variable.name if variable.name != column.name else ""),
        ("missing", missing_text(variable.missing)),
        ("question", "\n".join(filter(None, (asked.before, asked.literal, asked.after)))),
        ("instructions", asked.instructions),
        ("universe", variable.universe),
        ("concept", variable.concept),
        ("notes", variable.notes),
    ]


def _type(variable: Variable, said: Said) -> str:
    width = f" ({variable.width}"
    if variable.kind == "numeric" and variable.decimals:
        width += f",{variable.decimals}"
    return said(variable.kind) + (width + ")" if variable.kind in {"numeric", "text"} else "")


def missing_text(missing: Missing) -> str:
    """Return user-missing codes and ranges in one line."""
    ranges = [f"{low:g} – {high:g}" for low, high in missing.ranges]
    return ", ".join([*(str(code) for code in missing.codes), *ranges])


def value_pairs(variable: Variable, said: Said) -> list[tuple[str, str]]:
    """Return codes and letters of missing values, each with its meaning."""
    pairs = [(str(v.code), v.label.said_in(said.language)) for v in variable.values]
    return pairs + [(f".{t}", label.said_in(said.language)) for t, label in variable.tags]


def _values(variable: Variable, said: Said) -> str:
    pairs = value_pairs(variable, said)
    if not pairs:
        return ""
    rows = "".join(
        f"<tr><td><code>{escape(code)}</code></td><td>{escape(text)}</td></tr>"
        for code, text in pairs
    )
    head = f'<tr><th scope="col">{said("code")}</th><th scope="col">{said("meaning")}</th></tr>'
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
