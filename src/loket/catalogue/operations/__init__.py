"""Everything that changes the catalogue."""

from __future__ import annotations

from loket.catalogue.operations.layers import LayerFile, import_layer
from loket.catalogue.operations.offers import Terms, correct, offer, withdraw
from loket.catalogue.operations.quality import publish_quality_report
from loket.catalogue.operations.settings import (
    Settings,
    decide_change,
    set_product,
    waiting_change,
)
from loket.catalogue.operations.studies import StudyFiles, SurveyDetails, import_study

__all__ = [
    "LayerFile",
    "Settings",
    "StudyFiles",
    "SurveyDetails",
    "Terms",
    "correct",
    "decide_change",
    "import_layer",
    "import_study",
    "offer",
    "publish_quality_report",
    "set_product",
    "waiting_change",
    "withdraw",
]
