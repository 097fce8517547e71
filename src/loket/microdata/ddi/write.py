"""
Writing DDI-Codebook 2.5: elements in the order the schema demands, languages marked.

What DDI has no place for stands in ``notes`` of type ``loket``, so that reading gives back the
same codebook.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from lxml import etree

from loket.microdata.codebook import Codebook, DataFile, Study, VariableGroup
from loket.microdata.ddi.element import OWN, XML_LANG, Element
from loket.microdata.ddi.elements_out import (
    NAMESPACE,
    add,
    add_bilingual,
    add_if,
    add_own,
    iso,
    spoken,
)
from loket.microdata.ddi.write_variable import write_variable

XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES = cast(dict[str, str], {None: NAMESPACE, "xsi": XSI})
XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"


def ddi_bytes(codebook: Codebook) -> bytes:
    """Return ``codebook`` as a DDI-Codebook 2.5 document in UTF-8."""
    root = etree.Element(
        f"{{{NAMESPACE}}}codeBook",
        {"version": "2.5", XML_LANG: "id", f"{{{XSI}}}schemaLocation": f"{NAMESPACE} {SCHEMA}"},
        nsmap=NAMESPACES,
    )
    _study(root, codebook.study)
    ids = {
        (file.name, variable.name): f"V{number}"
        for number, (file, variable) in enumerate(codebook.variables(), 1)
    }
    file_ids = {file.name: f"F{number}" for number, file in enumerate(codebook.files, 1)}
    for file in codebook.files:
        _file(root, file, ids, file_ids)
    data = add(root, "dataDscr")
    group_ids = _group_ids(codebook.groups, {*ids.values(), *file_ids.values()})
    first_of: dict[str, str] = {}
    for group, group_id in zip(codebook.groups, group_ids, strict=True):
        first_of.setdefault(group.id, group_id)
    for group, group_id in zip(codebook.groups, group_ids, strict=True):
        _group(data, group, group_id, ids, first_of)
    for file, variable in codebook.variables():
        write_variable(data, variable, file, ids, file_ids[file.name])
    if not len(data):
        root.remove(data)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def write_ddi(codebook: Codebook, path: Path) -> None:
    """Write ``codebook`` to ``path`` as DDI-Codebook 2.5."""
    path.write_bytes(ddi_bytes(codebook))


def _study(root: Element, study: Study) -> None:
    dscr = add(root, "stdyDscr")
    _citation(add(dscr, "citation"), study)
    _info(add(dscr, "stdyInfo"), study)
    if study.sampling or study.collection_mode or study.weighting:
        collection = add(add(dscr, "method"), "dataColl")
        add_if(collection, "sampProc", study.sampling)
        add_if(collection, "collMode", study.collection_mode)
        add_if(collection, "weight", study.weighting)
    if study.citation or study.conditions:
        use = add(add(dscr, "dataAccs"), "useStmt")
        add_if(use, "citReq", study.citation)
        add_if(use, "conditions", study.conditions)
    add_if(dscr, "notes", study.notes)


def _titles(citation: Element, study: Study) -> None:
    statement = add(citation, "titlStmt")
    titles = [(study.title.id, "id"), (study.title.en, "en")]
    said = [(text, language) for text, language in titles if text] or [(study.idno, "id")]
    for name, (text, language) in zip(("titl", "parTitl"), said, strict=False):
        add(statement, name, text).set(XML_LANG, language)
    # The schema wants the alternative title before the parallel one.
    if study.alternate_title:
        alternate = add(statement, "altTitl", study.alternate_title)
        statement.insert(1, alternate)
    for idno in (study.idno, *study.other_idnos):
        add_if(statement, "IDNo", idno)


def _citation(citation: Element, study: Study) -> None:
    _titles(citation, study)
    if study.producers:
        responsible = add(citation, "rspStmt")
        for producer in study.producers:
            add(responsible, "AuthEnty", producer)
    if study.production_date:
        production = add(citation, "prodStmt")
        add(production, "prodDate", study.production_date, date=iso(study.production_date))
    if study.distributor:
        add(add(citation, "distStmt"), "distrbtr", study.distributor)
    if study.version or study.version_date:
        add(add(citation, "verStmt"), "version", study.version, date=study.version_date)


def _info(info: Element, study: Study) -> None:
    if study.keywords:
        subject = add(info, "subject")
        for keyword in study.keywords:
            add(subject, "keyword", keyword)
    add_bilingual(info, "abstract", study.abstract)
    summary = add(info, "sumDscr")
    for event, date in (("start", study.collection_start), ("end", study.collection_end)):
        add_if(summary, "collDate", date, event=event, date=iso(date))
    add_if(summary, "nation", study.nation)
    add_if(summary, "geogCover", study.geographic_coverage)
    add_if(summary, "anlyUnit", study.unit_of_analysis)
    add_if(summary, "universe", study.universe)
    add_if(summary, "dataKind", study.kind_of_data)


def _file(
    root: Element,
    file: DataFile,
    ids: Mapping[tuple[str, str], str],
    file_ids: Mapping[str, str],
) -> None:
    dscr = add(root, "fileDscr", ID=file_ids[file.name])
    txt = add(dscr, "fileTxt")
    add(txt, "fileName", file.name)
    label = spoken(file.label)
    for language, said in label[:1]:
        add(txt, "fileCont", said).set(XML_LANG, language)
    structure = add(txt, "fileStrc", type="relational" if file.links else "rectangular")
    if file.keys or file.links:
        add(structure, "recGrp", keyvar=_refs(file.name, file.keys, ids))
    for link in file.links:
        keyvar = _refs(file.name, link.variables, ids)
        add(structure, "recGrp", recGrp=file_ids[link.file], rectype="link", keyvar=keyvar)
    dimensions = add(txt, "dimensns")
    add(dimensions, "caseQnty", str(file.rows))
    add(dimensions, "varQnty", str(len(file.variables)))
    add_if(dscr, "notes", file.notes)
    # The schema takes fileCont once, so the label's other language is a note.
    for language, said in label[1:]:
        add(dscr, "notes", said, type=OWN, subject="label").set(XML_LANG, language)
    add_own(dscr, "name", file.name)
    add_own(dscr, "file", json.dumps(_own(file), ensure_ascii=False))


def _own(file: DataFile) -> dict[str, Any]:
    return {
        "region": [[part.variable, part.digits] for part in file.region],
        "weight": file.weight,
        "design": list(file.design),
        "unit": file.unit,
        "universe": file.universe,
        "source": file.source,
        "parts": [[part.name, part.rows] for part in file.parts],
        "present": file.present,
    }


def _refs(file: str, names: tuple[str, ...], ids: Mapping[tuple[str, str], str]) -> str:
    return " ".join(ids[file, name] for name in names)


def _group_ids(groups: Sequence[VariableGroup], taken: set[str]) -> list[str]:
    """Return an identifier for each group: its own where the schema takes it, and once only."""
    found: list[str] = []
    for number, group in enumerate(groups, 1):
        own = group.id if XML_NAME.fullmatch(group.id) else f"VG{number}"
        while own in taken:
            own = f"{own}_"
        found.append(own)
        taken.add(own)
    return found


def _group(
    data: Element,
    group: VariableGroup,
    own_id: str,
    ids: Mapping[tuple[str, str], str],
    group_ids: Mapping[str, str],
) -> None:
    refs = [ids[place] for place in group.variables if place in ids]
    within = [group_ids[name] for name in group.groups if name in group_ids]
    element = add(data, "varGrp", ID=own_id, var=" ".join(refs), varGrp=" ".join(within))
    add_bilingual(element, "labl", group.label)
