"""One variable as a DDI 2.5 ``var`` element."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from loket.microdata.codebook import Bilingual, Code, DataFile, ValueLabel, Variable
from loket.microdata.ddi.element import OWN, Element
from loket.microdata.ddi.elements_out import add, add_bilingual, clean

NATURE = {"nominal": "nominal", "ordinal": "ordinal", "scale": "ratio"}


def write_variable(
    data: Element,
    variable: Variable,
    file: DataFile,
    ids: Mapping[tuple[str, str], str],
    file_id: str,
) -> None:
    """Append ``variable`` of ``file`` to ``data``, children in the schema's order."""
    own_id = ids[file.name, variable.name]
    var = add(
        data,
        "var",
        ID=own_id,
        name=variable.name or own_id,
        files=file_id,
        dcml=str(variable.decimals),
        intrvl="discrete" if variable.values or variable.kind == "text" else "contin",
        nature=NATURE.get(variable.measure, ""),
        wgt="wgt" if variable.is_weight else "",
    )
    weighted_by = ids.get((file.name, variable.weighted_by))
    if weighted_by:
        var.set("wgt-var", weighted_by)
    add(var, "location", width=str(variable.width))
    add_bilingual(var, "labl", variable.label)
    if variable.security:
        add(var, "security", variable.security)
    _question(var, variable)
    _invalid(var, variable)
    if variable.universe:
        add(var, "universe", variable.universe)
    for value in variable.values:
        _category(var, _said(value.code), value.label, missing=value.missing)
    for letter, label in variable.tags:
        _category(var, f".{letter}", label, missing=True)
    if variable.concept:
        add(var, "concept", variable.concept)
    _format(var, variable)
    _notes(var, variable)


def _question(var: Element, variable: Variable) -> None:
    question = variable.question
    if not question:
        return
    element = add(var, "qstn")
    pairs = (
        ("preQTxt", question.before),
        ("qstnLit", question.literal),
        ("postQTxt", question.after),
        ("ivuInstr", question.instructions),
    )
    for name, said in pairs:
        if said:
            add(element, name, said)


def _invalid(var: Element, variable: Variable) -> None:
    missing = variable.missing
    if not missing:
        return
    element = add(var, "invalrng")
    for low, high in missing.ranges:
        add(
            element,
            "range",
            min="" if math.isinf(low) else _said(low),
            max="" if math.isinf(high) else _said(high),
        )
    for code in missing.codes:
        add(element, "item").set("VALUE", clean(_said(code)))


def _said(code: Code) -> str:
    if isinstance(code, float) and code.is_integer() and abs(code) < 2**53:
        return str(int(code))
    return code if isinstance(code, str) else repr(code)


def _category(var: Element, code: str, label: Bilingual, *, missing: bool) -> None:
    element = add(var, "catgry", missing="Y" if missing else "")
    add(element, "catValu", code)
    add_bilingual(element, "labl", label)


def _format(var: Element, variable: Variable) -> None:
    add(
        var,
        "varFormat",
        type="character" if variable.kind == "text" else "numeric",
        schema="other",
        otherSchema=OWN,
        category="date" if variable.kind in {"date", "datetime"} else "",
    )


def _notes(var: Element, variable: Variable) -> None:
    if variable.notes:
        add(var, "notes", variable.notes)
    add(var, "notes", variable.kind, type=OWN, subject="kind")
    if variable.display_format:
        add(var, "notes", variable.display_format, type=OWN, subject="format")
    if not all(map(_survives, variable.values)):
        exact = [[v.code, v.label.id, v.label.en, v.missing] for v in variable.values]
        add(var, "notes", json.dumps(exact), type=OWN, subject="values")


def _survives(value: ValueLabel) -> bool:
    """Tell whether reading trimmed text gives back the same category."""
    texts = [value.label.id, value.label.en]
    if isinstance(value.code, str):
        texts.append(value.code)
    trimmed = all(said == said.strip() and "\n" not in said for said in texts)
    return trimmed and value.code != "" and bool(value.label)
