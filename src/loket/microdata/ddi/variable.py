"""One DDI ``var`` element as a variable."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import cast

from loket.microdata.codebook import (
    Bilingual,
    Code,
    Kind,
    Measure,
    Missing,
    Question,
    Security,
    ValueLabel,
    Variable,
)
from loket.microdata.ddi.element import (
    Element,
    bilingual,
    child,
    children,
    free_notes,
    own_note,
    said,
    text,
)

NATURES: Mapping[str, Measure] = {
    "nominal": "nominal",
    "ordinal": "ordinal",
    "interval": "scale",
    "ratio": "scale",
    "percent": "scale",
}
SECURITY = ("identifier", "sensitive", "key")


def read_variable(var: Element, names: Mapping[str, str], default: str) -> Variable:
    """Return the variable that ``var`` describes; ``names`` maps DDI ids to names."""
    format_ = child(var, "varFormat")
    kind = _kind(var, format_)
    missing = _missing(var, kind)
    categories = list(children(var, "catgry"))
    tags = [c for c in categories if _is_tag(said(c, "catValu"), kind)]
    return Variable(
        name=(var.get("name") or var.get("ID") or "").strip(),
        kind=kind,
        label=bilingual(children(var, "labl"), default),
        width=_integer(_attribute(child(var, "location"), "width"), 8),
        decimals=_integer(var.get("dcml"), 0),
        values=_exact_values(var) or tuple(_values(categories, kind, missing, default)),
        missing=missing,
        tags=tuple(
            (said(c, "catValu")[1:], bilingual(children(c, "labl"), default)) for c in tags
        ),
        measure=_measure(var),
        display_format=own_note(var, "format") or _attribute(format_, "formatname"),
        is_weight=var.get("wgt") == "wgt",
        weighted_by=names.get((var.get("wgt-var") or "").split(" ")[0], ""),
        security=_security(said(var, "security")),
        universe=said(var, "universe"),
        question=Question(
            said(var, "qstn", "preQTxt"),
            said(var, "qstn", "qstnLit"),
            said(var, "qstn", "postQTxt"),
            said(var, "qstn", "ivuInstr"),
        ),
        concept=said(var, "concept"),
        notes="\n\n".join(filter(None, [said(var, "txt"), free_notes(var)])),
    )


def parsed(value: str, kind: Kind) -> Code:
    """Return a category's code: a number when the variable is numeric and it reads as one."""
    if kind == "text":
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _attribute(element: Element | None, name: str) -> str:
    return "" if element is None else (element.get(name) or "")


def _integer(digits: str | None, default: int) -> int:
    return int(digits) if digits and digits.isdecimal() else default


def _kind(var: Element, format_: Element | None) -> Kind:
    own = own_note(var, "kind")
    if own in {"numeric", "text", "date", "datetime"}:
        return cast(Kind, own)
    if _attribute(format_, "category") == "date":
        return "date"
    return "text" if _attribute(format_, "type") == "character" else "numeric"


def _measure(var: Element) -> Measure:
    return NATURES.get(var.get("nature") or "", "")


def _security(said_there: str) -> Security:
    return cast(Security, said_there) if said_there in SECURITY else ""


def _is_word(code: Code, kind: Kind) -> bool:
    """A word where numbers stand, such as Nesstar's Sysmiss, is no code."""
    return kind == "numeric" and isinstance(code, str)


def _is_tag(value: str, kind: Kind) -> bool:
    return kind != "text" and len(value) == 2 and value[0] == "." and value[1].isalpha()  # noqa: PLR2004


def _missing(var: Element, kind: Kind) -> Missing:
    codes = [
        parsed((i.get("VALUE") or text(i)).strip(), kind)
        for i in children(var, "invalrng", "item")
    ]
    ranges = []
    for element in children(var, "invalrng", "range"):
        low = float(element.get("min") or "-inf")
        high = float(element.get("max") or "inf")
        ranges.append((low, high))
    codes += [
        parsed(said(c, "catValu"), kind)
        for c in children(var, "catgry")
        if c.get("missing") == "Y" and said(c, "catValu")
        if not _is_tag(said(c, "catValu"), kind)
    ]
    spread = Missing((), tuple(ranges))
    numbers = (code for code in codes if not _is_word(code, kind))
    kept = tuple(dict.fromkeys(code for code in numbers if not spread.covers(code)))
    return Missing(kept, tuple(ranges))


def _exact_values(var: Element) -> tuple[ValueLabel, ...]:
    """Codes and labels with blanks at their ends: our own writer keeps them apart."""
    note = own_note(var, "values")
    if not note:
        return ()
    return tuple(
        ValueLabel(c, Bilingual(id_, en), missing) for c, id_, en, missing in json.loads(note)
    )


def _values(
    categories: list[Element], kind: Kind, missing: Missing, default: str
) -> Iterator[ValueLabel]:
    seen: set[Code] = set()
    for category in categories:
        value = said(category, "catValu")
        if _is_tag(value, kind):
            continue
        label = bilingual(children(category, "labl"), default)
        code = parsed(value, kind)
        # Nesstar writes an unlabelled category for every value met in the data.
        if not label or value == "" or code in seen or _is_word(code, kind):
            continue
        seen.add(code)
        yield ValueLabel(code, label, missing.covers(code))
