"""What the checks of a layer found, in words for the officer who imports it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding matters: an error forbids selling the layer, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One kind of trouble, and how often it occurs.

    :ivar kind: a fixed word for programs, for example "duplicate_code"
    :ivar count: areas, or pairs of areas, concerned
    :ivar examples: a few of them, by code
    :ivar id: what it is and what to do, in Indonesian
    :ivar en: the same in English
    """

    kind: str
    severity: Severity
    count: int
    examples: tuple[str, ...]
    id: str
    en: str


@dataclass(frozen=True, slots=True)
class QualityReport:
    """All findings about a layer, gravest first."""

    features: int
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Whether no error was found."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return the report as values JSON can hold."""
        return {**asdict(self), "usable": self.usable}


def report_from_json(values: Mapping[str, Any]) -> QualityReport:
    """Return the report :meth:`QualityReport.as_json` was made from."""
    findings = tuple(
        Finding(
            kind=str(each["kind"]),
            severity=Severity(each["severity"]),
            count=int(each["count"]),
            examples=tuple(map(str, each["examples"])),
            id=str(each["id"]),
            en=str(each["en"]),
        )
        for each in values["findings"]
    )
    return QualityReport(int(values["features"]), findings)
