"""Everything that changes the catalogue."""

from __future__ import annotations

from loket.catalogue.operations.layers import LayerFile, import_layer
from loket.catalogue.operations.offers import Terms, correct, offer, withdraw
from loket.catalogue.operations.quality import publish_quality_report
from loket.catalogue.operations.studies import StudyFiles, SurveyDetails, import_study

__all__ = [
    "LayerFile",
    "StudyFiles",
    "SurveyDetails",
    "Terms",
    "correct",
    "import_layer",
    "import_study",
    "offer",
    "publish_quality_report",
    "withdraw",
]
