"""Between the picking page's form and the executable definition."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Final

from django.http import QueryDict

from loket.areamaps.crs import GEOGRAPHIC, OFFERED
from loket.areamaps.formats import MapFormat
from loket.catalogue import area_map_definitions
from loket.catalogue.models import Product
from loket.catalogue.queries import masters, regions
from loket.microdata import definition as microdata
from loket.microdata.codebook import DataFile, Variable

SEPARATOR = ":"
FULLSET = "fullset"
BY_VARIABLES = "variables"
MERGED: Final = "merged"
PARTS: Final = "parts"


@dataclass(frozen=True, slots=True)
class PickedVariable:
    variable: Variable
    value: str  # what the box sends
    is_chosen: bool
    is_fixed: bool  # keys, weights and design always come along


@dataclass(frozen=True, slots=True)
class PickedFile:
    file: DataFile
    variables: tuple[PickedVariable, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What the page shows as chosen."""

    mode: str
    format: str
    formats: tuple[str, ...]
    language: str = "id"
    division: str = MERGED
    crs: str = GEOGRAPHIC
    regions: tuple[str, ...] = ()
    chosen: frozenset[str] = field(default_factory=frozenset)


def read_form(product: Product, data: QueryDict) -> str:
    """Turn the form into a definition (JSON); what is wrong in it is said by the check."""
    if product.layer is not None:
        return area_map_definitions.canonical(
            area_map_definitions.AreaMapDefinition(
                product.layer.code,
                product.layer.release,
                regions=tuple(data.getlist("region")) or tuple(regions.available(product)),
                formats=(data.get("format", ""),),
                crs=data.get("crs", GEOGRAPHIC),
            )
        ).decode()
    if product.edition is None:
        raise TypeError(product.code)
    base = microdata.Definition(
        edition=product.edition.idno,
        release=product.edition.release,
        regions=tuple(data.getlist("region")),
        format=data.get("format", ""),
        language="en" if data.get("language") == "en" else "id",
        division=PARTS if data.get("division") == PARTS else MERGED,
    )
    if data.get("mode") == FULLSET:
        return microdata.canonical(replace(base, fullset=True)).decode()
    wanted: dict[str, list[str]] = {}
    for box in data.getlist("variable"):
        file, _, name = box.partition(SEPARATOR)
        wanted.setdefault(file, []).append(name)
    files = tuple(microdata.Wanted(file, tuple(names)) for file, names in wanted.items())
    return microdata.canonical(replace(base, files=files)).decode()


def shown(product: Product, source: str) -> Selection:
    """Read a stored definition back for the page."""
    if product.layer is not None:
        wanted = area_map_definitions.parse(source)
        return Selection(
            FULLSET,
            wanted.formats[0],
            tuple(product.formats) or tuple(str(each) for each in MapFormat),
            crs=wanted.crs,
            regions=wanted.regions,
        )
    definition = microdata.parse(source)
    # A full set names every variable; whoever goes on to choose starts from none.
    chosen = frozenset(
        f"{wanted.file}{SEPARATOR}{name}"
        for wanted in definition.files
        for name in wanted.variables
        if not definition.fullset
    )
    return Selection(
        FULLSET if definition.fullset else BY_VARIABLES,
        definition.format,
        tuple(product.formats),
        definition.language,
        definition.division,
        regions=definition.regions,
        chosen=chosen,
    )


def picked_files(product: Product, selection: Selection) -> list[PickedFile]:
    if product.edition is None:
        return []
    return [
        PickedFile(file, tuple(_variables(file, selection)))
        for file in masters.codebook(product.edition).files
        if file.present
    ]


def _variables(file: DataFile, selection: Selection) -> list[PickedVariable]:
    fixed = {*file.keys, *file.design, file.weight, *(part.variable for part in file.region)}
    return [
        PickedVariable(
            variable,
            value := f"{file.name}{SEPARATOR}{variable.name}",
            value in selection.chosen or variable.name in fixed,
            variable.name in fixed,
        )
        for variable in file.variables
        if variable.security != "identifier"
    ]


def is_fullset(definition: str) -> bool:
    return bool(json.loads(definition).get("fullset"))


CRS_OFFERED = tuple(OFFERED)
