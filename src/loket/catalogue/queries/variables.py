"""Files, variables and their published distributions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from loket.catalogue.models import DataFile, Edition, Variable
from loket.catalogue.searching import containing, words
from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Bar:
    """One category: its share is of all counted rows, its length of the longest bar."""

    code: str
    label: Text
    is_missing: bool
    count: int | None  # None: withheld, because few rows have it
    share: float | None  # per cent
    length: float  # per cent


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of a numeric variable."""

    label: Text
    value: Decimal


@dataclass(frozen=True, slots=True)
class Distribution:
    """What may be shown of a variable's values. Counts are unweighted rows."""

    rows: int
    empty: int | None
    bars: tuple[Bar, ...]
    figures: tuple[Figure, ...]

    @property
    def withholds(self) -> bool:
        return any(bar.count is None for bar in self.bars)

    @property
    def shown(self) -> bool:
        return bool(self.bars or self.figures)


def variables(edition: Edition, *, query: str = "", file: str = "") -> QuerySet[Variable]:
    """Return the edition's variables in the files' order, those holding all words."""
    found = edition.variables.select_related("file")
    if file:
        found = found.filter(file__name=file)
    return found.filter(containing(words(query)))


def files(edition: Edition) -> list[DataFile]:
    return list(edition.files.all())


def neighbours(variable: Variable) -> tuple[Variable | None, Variable | None]:
    """Return the variables before and after in the same file."""
    beside = {
        each.position: each
        for each in Variable.objects.filter(
            file_id=variable.file_id, position__in=[variable.position - 1, variable.position + 1]
        ).select_related("file")
    }
    return beside.get(variable.position - 1), beside.get(variable.position + 1)


def elsewhere(variable: Variable) -> list[Variable]:
    """Return the variables of the same name in other files of the edition."""
    return list(
        Variable.objects.filter(edition_id=variable.edition_id, name=variable.name)
        .exclude(pk=variable.pk)
        .select_related("file")
    )


def distribution(variable: Variable) -> Distribution:
    """Return what may be shown of the variable's values."""
    summary = variable.summary
    return Distribution(
        rows=int(summary.get("rows", 0)),
        empty=summary.get("empty", 0),
        bars=tuple(_bars(summary.get("frequencies", []))),
        figures=tuple(_figures(summary)),
    )


def _bars(frequencies: list[dict[str, object]]) -> Iterable[Bar]:
    counts = [n for row in frequencies if isinstance(n := row["n"], int)]
    total, longest = sum(counts), max(counts, default=0)
    for row in frequencies:
        count = row["n"] if isinstance(row["n"], int) else None
        id, en = str(row.get("label") or ""), str(row.get("label_en") or "")
        yield Bar(
            code=_code(row["code"]),
            label=Text(id or en, en or id),
            is_missing=bool(row.get("missing")),
            count=count,
            share=round(100 * count / total, 1) if count is not None and total else None,
            length=round(100 * count / longest, 2) if count is not None and longest else 0.0,
        )


def _decimal(value: float) -> Decimal:
    return Decimal(str(value)).normalize() + 0


def _code(code: object) -> str:
    return str(int(code)) if isinstance(code, float) and code.is_integer() else str(code)


_PERCENTILES = (
    Text("Persentil ke-5", "5th percentile"),
    Text("Kuartil pertama", "First quartile"),
    Text("Median", "Median"),
    Text("Kuartil ketiga", "Third quartile"),
    Text("Persentil ke-95", "95th percentile"),
)


def _figures(summary: dict[str, object]) -> Iterable[Figure]:
    for key, label in (
        ("mean", Text("Rata-rata", "Mean")),
        ("deviation", Text("Simpangan baku", "Standard deviation")),
    ):
        value = summary.get(key)
        if isinstance(value, int | float):
            yield Figure(label, _decimal(value))
    percentiles = summary.get("percentiles")
    if isinstance(percentiles, list):
        for label, value in zip(_PERCENTILES, percentiles, strict=False):
            yield Figure(label, _decimal(value))
