"""
Disclosure control: what may leave, how risky a file is, and tables without small cells.

``check_release`` before every release; ``file_risk`` for k-anonymity, individual risk and
l-diversity; ``cross_table`` for publication.
"""

from __future__ import annotations

from loket.microdata.disclosure.frequencies import FrequencyTable, cross_table, protected
from loket.microdata.disclosure.names import is_fine_place, is_identifier
from loket.microdata.disclosure.release import (
    Finding,
    ReleaseCheck,
    check_release,
    digest,
    foresee,
)
from loket.microdata.disclosure.risk import Diversity, Risk, cells_sql, file_risk, measure

__all__ = [
    "Diversity",
    "Finding",
    "FrequencyTable",
    "ReleaseCheck",
    "Risk",
    "cells_sql",
    "check_release",
    "cross_table",
    "digest",
    "file_risk",
    "foresee",
    "is_fine_place",
    "is_identifier",
    "measure",
    "protected",
]
