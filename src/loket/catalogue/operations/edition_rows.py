"""The rows that describe an imported edition, made from its codebook and summary."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loket.areamaps import region_names
from loket.catalogue.models import DataFile, Edition, EditionRegion, Survey, Variable
from loket.catalogue.searching import normalised
from loket.microdata import codebook as microdata
from loket.microdata.codebook import Codebook
from loket.microdata.edition import Edition as Master
from loket.microdata.engine import connected, quoted, scan
from loket.microdata.regions import COLUMN

BATCH = 500
LEVELS = {2: "province", 4: "kabupaten", 7: "kecamatan", 10: "desa"}
Groups = dict[tuple[str, str], list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the codebook does not say: the catalogue's code, where the master will stand."""

    code: str
    release: str
    name: str
    is_synthetic: bool
    at: datetime


def create(master: Master, survey: Survey, facts: Facts) -> Edition:
    """Write the edition with its files, variables and regions."""
    book = master.codebook
    regions = _regions(master)
    edition = Edition.objects.create(
        survey=survey,
        code=facts.code,
        release=facts.release,
        is_synthetic=facts.is_synthetic,
        rows=sum(file.rows for file in book.present),
        size_bytes=sum(master.master(file).stat().st_size for file in book.present),
        area_level=LEVELS.get(max(map(len, regions), default=0), ""),
        master=facts.name,
        sha256=master.digest,
        quality=master.quality(),
        imported_at=facts.at,
        **_described(book.study, survey),
    )
    EditionRegion.objects.bulk_create(
        [
            EditionRegion(edition=edition, code=code, name=region_names.name_of(code) or "")
            for code in regions
        ],
        batch_size=BATCH,
    )
    headings = _headings(book)
    summary = master.summary()
    for position, file in enumerate(book.present):
        row = _file(master, edition, file, position)
        Variable.objects.bulk_create(
            _variables(row, file, headings, summary.get(file.name, {})), batch_size=BATCH
        )
    return edition


def _described(study: microdata.Study, survey: Survey) -> dict[str, Any]:
    title = study.title
    return {
        "title_id": (title.said_in("id") or survey.title_id)[:250],
        "title_en": title.en[:250],
        "period_start": study.collection_start[:10],
        "period_end": study.collection_end[:10],
        "year": year_of(study),
        "coverage": (study.geographic_coverage or study.nation)[:250],
        "unit_of_analysis": study.unit_of_analysis[:250],
        "abstract_id": study.abstract.id,
        "abstract_en": study.abstract.en,
        "sampling": study.sampling,
        "citation": study.citation,
        "idno": study.idno[:100],
        "other_idnos": list(study.other_idnos),
    }


def year_of(study: microdata.Study) -> int | None:
    """Return the year the data are about, or None where the study does not say."""
    for said in (
        study.collection_start,
        study.production_date,
        study.version_date,
        study.title.id,
        study.title.en,
    ):
        found = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", said)
        if found:
            return int(found.group())
    return None


def _file(master: Master, edition: Edition, file: microdata.DataFile, position: int) -> DataFile:
    return DataFile.objects.create(
        edition=edition,
        position=position,
        name=file.name,
        label_id=file.label.id[:300],
        label_en=file.label.en[:300],
        unit=file.unit[:120],
        rows=file.rows,
        variable_count=len(file.variables),
        size_bytes=master.master(file).stat().st_size,
        keys=list(file.keys),
    )


def _variables(
    row: DataFile, file: microdata.DataFile, headings: Groups, summary: Mapping[str, Any]
) -> Iterator[Variable]:
    # With the survey in its own text, "susenas umur" is one look at one column.
    found_as = f"{row.edition.survey.code} {row.edition.code} {row.edition.year or ''}"
    for position, variable in enumerate(file.variables):
        question = variable.question
        asked = "\n".join(filter(None, (question.before, question.literal, question.after)))
        yield Variable(
            edition_id=row.edition_id,
            file=row,
            position=position,
            name=variable.name,
            label_id=variable.label.id,
            label_en=variable.label.en,
            kind=variable.kind,
            measure=variable.measure,
            groups=headings.get((file.name, variable.name), []),
            question=asked,
            universe=variable.universe or file.universe,
            notes=variable.notes,
            categories=_categories(variable),
            is_key=variable.name in file.keys,
            is_weight=variable.is_weight or variable.name == file.weight,
            is_design=variable.name in file.design,
            is_region=variable.name in file.region_variables,
            is_sensitive=variable.security in {"sensitive", "identifier"},
            summary=dict(summary.get(variable.name, {})),
            search_text=normalised(
                variable.name,
                variable.label.id,
                variable.label.en,
                asked,
                variable.concept,
                found_as,
            ),
        )


def _categories(variable: microdata.Variable) -> list[dict[str, Any]]:
    return [
        {
            "code": value.code,
            "id": value.label.id,
            "en": value.label.en,
            "missing": value.missing or variable.missing.covers(value.code),
        }
        for value in variable.values
    ]


def _headings(book: Codebook) -> Groups:
    """Return, for each (file, variable), the headings it stands under, outermost first."""
    by_id = {group.id: group for group in book.groups}
    parent = {inner: group.id for group in book.groups for inner in group.groups}
    found: Groups = defaultdict(list)
    for group in book.groups:
        path: list[dict[str, str]] = []
        place: str | None = group.id
        while place is not None and place in by_id and len(path) < len(by_id):
            label = by_id[place].label
            path.insert(0, {"id": label.id, "en": label.en})
            place = parent.get(place)
        for member in group.variables:
            if len(path) > len(found[member]):
                found[member] = path
    return found


def _regions(master: Master) -> list[str]:
    """Return every region code of the masters' rows, with the wider regions they lie in."""
    codes: set[str] = set()
    with connected() as connection:
        for file in master.codebook.present:
            if not file.region:
                continue
            query = f"SELECT DISTINCT {quoted(COLUMN)} FROM {scan(master.master(file))}"  # noqa: S608
            codes.update(code for (code,) in connection.execute(query).fetchall() if code)
    wider = {code[:digits] for code in codes for digits in LEVELS if digits < len(code)}
    return sorted(codes | wider)
