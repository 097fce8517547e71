"""Packages, what decides whether they may leave, how they leave, and where copies came from."""

from __future__ import annotations

from loket.delivery.models.leaks import Investigation
from loket.delivery.models.packages import (
    Download,
    ErrorReport,
    Grant,
    Handover,
    Package,
    Sample,
)
from loket.delivery.models.releases import RealSample, ReleaseDecision

__all__ = [
    "Download",
    "ErrorReport",
    "Grant",
    "Handover",
    "Investigation",
    "Package",
    "RealSample",
    "ReleaseDecision",
    "Sample",
]
