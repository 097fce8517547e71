"""What the checker reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that breaks an invariant.

    :param invariant: V1 to V20
    :param office: code of the office whose row it is
    :param subject: what the row is about, as `kind:identifier`
    :param id: what is wrong, in Indonesian; `en` in English; neither holds personal data
    """

    invariant: str
    office: str
    subject: str
    id: str
    en: str
