"""
The codebook: everything known about a study, its files and their variables.

Frozen values only. The vocabulary is that of DDI-Codebook; the data itself lies in Parquet files
beside it (see ``edition``). Area codes and other codes longer than 15 digits are text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from loket.microdata.errors import UnknownVariable

Code = int | float | str
Kind = Literal["numeric", "text", "date", "datetime"]
Measure = Literal["", "nominal", "ordinal", "scale"]
Security = Literal["", "identifier", "sensitive", "key"]
Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in Indonesian and English; either may be empty."""

    id: str = ""
    en: str = ""

    def said_in(self, language: Language) -> str:
        """Return the text in ``language``, else in the other one."""
        return (self.id or self.en) if language == "id" else (self.en or self.id)

    def __bool__(self) -> bool:
        return bool(self.id or self.en)


@dataclass(frozen=True, slots=True)
class ValueLabel:
    """One category: its code as stored, and what it means."""

    code: Code
    label: Bilingual
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """
    User-defined missing values: single codes, and closed ranges of numbers.

    ``float("-inf")`` and ``float("inf")`` stand for SPSS's LOWEST and HIGHEST.
    """

    codes: tuple[Code, ...] = ()
    ranges: tuple[tuple[float, float], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.codes or self.ranges)

    def covers(self, code: Code | None) -> bool:
        """Tell whether ``code`` is declared missing (a null is missing by itself: False)."""
        if code is None:
            return False
        if code in self.codes:
            return True
        return not isinstance(code, str) and any(low <= code <= high for low, high in self.ranges)


@dataclass(frozen=True, slots=True)
class Question:
    """The question as asked: text before, the literal question, text after, instructions."""

    before: str = ""
    literal: str = ""
    after: str = ""
    instructions: str = ""

    def __bool__(self) -> bool:
        return bool(self.before or self.literal or self.after or self.instructions)


@dataclass(frozen=True, slots=True)
class Variable:
    """
    One column.

    ``width`` is characters shown for a number and bytes of UTF-8 held for a text; ``decimals``
    are digits after the point. ``display_format`` is the SPSS (``F8.2``) or Stata (``%8.2f``)
    format of the source, kept as it stood. ``tags`` label Stata's extended missing values
    ``a``..``z``; the master then has a second column, ``tag_column``.
    """

    name: str
    kind: Kind = "numeric"
    label: Bilingual = Bilingual()
    width: int = 8
    decimals: int = 0
    values: tuple[ValueLabel, ...] = ()
    missing: Missing = Missing()
    tags: tuple[tuple[str, Bilingual], ...] = ()
    measure: Measure = ""
    display_format: str = ""
    is_weight: bool = False
    weighted_by: str = ""
    security: Security = ""
    universe: str = ""
    question: Question = Question()
    concept: str = ""
    notes: str = ""

    @property
    def tag_column(self) -> str:
        """Name of the master's column with the extended missing letter, if there are tags."""
        return f"{self.name}@tag"

    def label_of(self, code: Code, language: Language) -> str | None:
        """Return the meaning of ``code``, or None when it has no label."""
        for value in self.values:
            if value.code == code:
                return value.label.said_in(language)
        return None


@dataclass(frozen=True, slots=True)
class RegionPart:
    """
    One variable of a file's region code and the digits it adds.

    Susenas: (R101, 2), (R102, 2) gives 4-digit regency codes; a file with one column holding
    the whole 10-digit village code has a single part (IDDESA, 10).
    """

    variable: str
    digits: int


@dataclass(frozen=True, slots=True)
class Link:
    """``variables`` of this file identify one row of the file named ``file``."""

    file: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariableGroup:
    """A heading over variables, each named as (file, variable); groups may hold groups."""

    id: str
    label: Bilingual
    variables: tuple[tuple[str, str], ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One physical file of several with the same columns (``…_11_31``), in order."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class DataFile:
    """
    One table of the study.

    ``name`` is the file's name without a suffix. ``present`` is False for a file that the
    metadata describes but nobody handed in. ``keys`` identify a row.
    """

    name: str
    variables: tuple[Variable, ...]
    rows: int = 0
    keys: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    region: tuple[RegionPart, ...] = ()
    weight: str = ""
    design: tuple[str, ...] = ()
    label: Bilingual = Bilingual()
    unit: str = ""
    universe: str = ""
    notes: str = ""
    source: str = ""
    parts: tuple[Part, ...] = ()
    present: bool = True
    _by_name: dict[str, Variable] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        self._by_name.update((variable.name, variable) for variable in self.variables)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the variables, in the file's order."""
        return tuple(variable.name for variable in self.variables)

    @property
    def region_variables(self) -> tuple[str, ...]:
        """Names of the variables that make up the region code, widest area first."""
        return tuple(part.variable for part in self.region)

    @property
    def preselected(self) -> tuple[str, ...]:
        """Keys, region, weight and design variables: part of every extract."""
        wanted = {*self.keys, *self.region_variables, self.weight, *self.design}
        return tuple(name for name in self.names if name in wanted)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def variable(self, name: str) -> Variable:
        """
        Return the variable called ``name``.

        :raises UnknownVariable: if there is none
        """
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownVariable(
                id=f"variabel {name!r} tidak ada dalam berkas ini; periksa daftar variabelnya",
                en=f"there is no variable {name!r} in this file; look at its list of variables",
                place=self.name,
            ) from None


@dataclass(frozen=True, slots=True)
class Study:
    """The study as a whole. Dates are ISO texts (``2024``, ``2024-03``, ``2024-03-31``)."""

    idno: str
    title: Bilingual = Bilingual()
    alternate_title: str = ""
    other_idnos: tuple[str, ...] = ()
    producers: tuple[str, ...] = ()
    distributor: str = ""
    abstract: Bilingual = Bilingual()
    citation: str = ""
    version: str = ""
    version_date: str = ""
    production_date: str = ""
    collection_start: str = ""
    collection_end: str = ""
    nation: str = ""
    geographic_coverage: str = ""
    unit_of_analysis: str = ""
    universe: str = ""
    kind_of_data: str = ""
    sampling: str = ""
    collection_mode: str = ""
    weighting: str = ""
    keywords: tuple[str, ...] = ()
    conditions: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """A study, its files and its groups of variables."""

    study: Study
    files: tuple[DataFile, ...] = ()
    groups: tuple[VariableGroup, ...] = ()

    @property
    def present(self) -> tuple[DataFile, ...]:
        """The files whose data are here."""
        return tuple(file for file in self.files if file.present)

    def file(self, name: str) -> DataFile:
        """
        Return the file called ``name``.

        :raises UnknownVariable: if there is none
        """
        for file in self.files:
            if file.name == name:
                return file
        raise UnknownVariable(
            id=f"berkas {name!r} tidak ada dalam edisi ini; periksa daftar berkasnya",
            en=f"there is no file {name!r} in this edition; look at its list of files",
            place=self.study.idno,
        )

    def variables(self) -> Iterator[tuple[DataFile, Variable]]:
        """Yield every variable with its file, in order."""
        for file in self.files:
            for variable in file.variables:
                yield file, variable


def duplicates(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that occur again, ignoring case, in order of their second occurrence."""
    seen: set[str] = set()
    again: list[str] = []
    for name in names:
        folded = name.casefold()
        if folded in seen and name not in again:
            again.append(name)
        seen.add(folded)
    return tuple(again)
