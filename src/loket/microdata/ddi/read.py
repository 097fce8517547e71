"""
Reading DDI-Codebook, versions 1.2.2 to 2.6, valid or not.

Source: DDI Alliance, Codebook 2.5 field documentation; and the files of Nesstar Publisher 4.0.10.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from loket.microdata.codebook import (
    Bilingual,
    Codebook,
    DataFile,
    Link,
    Part,
    RegionPart,
    Study,
    Variable,
    VariableGroup,
)
from loket.microdata.ddi.element import (
    Element,
    bilingual,
    child,
    children,
    free_notes,
    local,
    own_note,
    own_notes,
    parse,
    said,
    text,
)
from loket.microdata.ddi.variable import read_variable
from loket.microdata.errors import UnreadableFile

SUFFIXES = (
    ".nsdstat",
    ".sav",
    ".dta",
    ".dbf",
    ".csv",
    ".por",
    ".zsav",
    ".sas7bdat",
    ".xpt",
    ".txt",
)


def read_ddi(path: Path) -> Codebook:
    """
    Return the codebook in a DDI-Codebook file. Every file counts as absent until data is seen.

    :raises UnreadableFile: if it is not XML or has no ``codeBook``
    """
    return _codebook(parse(path), path.name)


def from_bytes(document: bytes) -> Codebook:
    """Return the codebook in a DDI-Codebook document. :raises UnreadableFile: as ``read_ddi``"""
    return _codebook(parse(document), "DDI")


def _codebook(root: Element, place: str) -> Codebook:
    books = (e for e in root.iter() if local(e) == "codeBook")
    book = next(books, None)
    if book is None:
        raise UnreadableFile(
            id="tidak ada unsur codeBook; pilih berkas DDI-Codebook",
            en="there is no codeBook element; choose a DDI-Codebook file",
            place=place,
        )
    default = "en" if _language(book).startswith("en") else "id"
    study = _study(book, default)
    by_id = {v.get("ID", ""): v for v in children(book, "dataDscr", "var")}
    names = {key: (v.get("name") or key).strip() for key, v in by_id.items()}
    files = _files(book, names, default)
    return Codebook(study, files, _groups(book, names, default))


def _language(book: Element) -> str:
    declared = book.get("{http://www.w3.org/XML/1998/namespace}lang") or book.get("xml-lang")
    return (declared or "id").lower()


def _study(book: Element, default: str) -> Study:
    dscr = child(book, "stdyDscr")
    citation = child(dscr, "citation")
    info = child(dscr, "stdyInfo")
    summary = child(info, "sumDscr")
    method = child(dscr, "method", "dataColl")
    idnos = [text(e) for e in children(citation, "titlStmt", "IDNo") if text(e)]
    version = child(citation, "verStmt", "version")
    dates = {e.get("event", "single"): _date(e) for e in children(summary, "collDate")}
    titles = (e for n in ("titl", "parTitl") for e in children(citation, "titlStmt", n))
    producers = [
        *children(citation, "rspStmt", "AuthEnty"),
        *children(citation, "prodStmt", "producer"),
    ]
    return Study(
        idno=idnos[0] if idnos else (book.get("ID") or ""),
        other_idnos=tuple(idnos[1:]),
        title=bilingual(titles, default),
        alternate_title=said(citation, "titlStmt", "altTitl"),
        producers=tuple(dict.fromkeys(t for t in map(text, producers) if t)),
        distributor=said(citation, "distStmt", "distrbtr"),
        abstract=bilingual(children(info, "abstract"), default),
        citation=said(dscr, "dataAccs", "useStmt", "citReq") or said(citation, "biblCit"),
        version=text(version),
        version_date="" if version is None else (version.get("date") or ""),
        production_date=_date(child(citation, "prodStmt", "prodDate")),
        collection_start=dates.get("start") or dates.get("single", ""),
        collection_end=dates.get("end") or dates.get("single", ""),
        nation=said(summary, "nation"),
        geographic_coverage=said(summary, "geogCover"),
        unit_of_analysis=said(summary, "anlyUnit"),
        universe=said(summary, "universe"),
        kind_of_data=said(summary, "dataKind"),
        sampling=said(method, "sampProc"),
        collection_mode=said(method, "collMode"),
        weighting=said(method, "weight"),
        keywords=tuple(t for t in map(text, children(info, "subject", "keyword")) if t),
        conditions=said(dscr, "dataAccs", "useStmt", "conditions"),
        notes=free_notes(dscr) or said(citation, "verStmt", "notes"),
    )


def _date(element: Element | None) -> str:
    return "" if element is None else (element.get("date") or text(element))


def _files(book: Element, names: Mapping[str, str], default: str) -> tuple[DataFile, ...]:
    described = list(children(book, "fileDscr"))
    ids = [dscr.get("ID") or f"F{n}" for n, dscr in enumerate(described, 1)]
    file_names = {i: _file_name(d, i) for i, d in zip(ids, described, strict=True)}
    variables: dict[str, list[Variable]] = {i: [] for i in ids}
    for var in children(book, "dataDscr", "var"):
        variable = read_variable(var, names, default)
        for file_id in (var.get("files") or (ids[0] if ids else "")).split():
            variables.setdefault(file_id, []).append(variable)
    return tuple(
        _file(dscr, file_names[i], tuple(variables[i]), names, file_names, default)
        for i, dscr in zip(ids, described, strict=True)
    )


def _file_name(dscr: Element, fallback: str) -> str:
    name = own_note(dscr, "name") or said(dscr, "fileTxt", "fileName") or fallback
    for suffix in SUFFIXES:
        if name.lower().endswith(suffix):
            return name[: -len(suffix)]
    return name


def _file(
    dscr: Element,
    name: str,
    variables: tuple[Variable, ...],
    names: Mapping[str, str],
    file_names: Mapping[str, str],
    default: str,
) -> DataFile:
    txt = child(dscr, "fileTxt")
    own = json.loads(own_note(dscr, "file") or "{}")
    keys, links = _relations(txt, names, file_names)
    return DataFile(
        name,
        variables,
        rows=_number(said(txt, "dimensns", "caseQnty")),
        keys=keys,
        links=links,
        region=tuple(RegionPart(v, d) for v, d in own.get("region", ())),
        weight=own.get("weight", next((v.name for v in variables if v.is_weight), "")),
        design=tuple(own.get("design", ())),
        label=bilingual(chain(children(txt, "fileCont"), own_notes(dscr, "label")), default),
        unit=own.get("unit", ""),
        universe=own.get("universe", ""),
        notes=free_notes(dscr),
        source=own.get("source", said(txt, "fileName")),
        parts=tuple(Part(n, rows) for n, rows in own.get("parts", ())),
        present=own.get("present", False),
    )


def _relations(
    txt: Element | None, names: Mapping[str, str], file_names: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    """Key variables stand in recGrp; a group naming other files links this one to them."""
    keys: tuple[str, ...] = ()
    links: list[Link] = []
    for group in children(txt, "fileStrc", "recGrp"):
        variables = tuple(names[v] for v in (group.get("keyvar") or "").split() if v in names)
        if not keys and group.get("rectype") != "link":
            keys = variables
        elif variables:
            others = (group.get("recGrp") or "").split()
            links += [Link(file_names[o], variables) for o in others if o in file_names]
    return keys, tuple(links)


def _number(digits: str) -> int:
    kept = digits.replace(" ", "").replace(",", "")
    return int(kept) if kept.isdecimal() else 0


def _groups(book: Element, names: Mapping[str, str], default: str) -> tuple[VariableGroup, ...]:
    dscrs = children(book, "fileDscr")
    file_names = {d.get("ID") or "": _file_name(d, d.get("ID") or "") for d in dscrs}
    homes = {
        v.get("ID") or "": file_names.get((v.get("files") or "").split(" ")[0], "")
        for v in children(book, "dataDscr", "var")
    }
    return tuple(
        VariableGroup(
            id=group.get("ID") or f"VG{number}",
            label=bilingual(children(group, "labl"), default)
            or Bilingual(group.get("name") or ""),
            variables=tuple(
                (homes[v], names[v]) for v in (group.get("var") or "").split() if v in homes
            ),
            groups=tuple((group.get("varGrp") or "").split()),
        )
        for number, group in enumerate(children(book, "dataDscr", "varGrp"), 1)
    )
