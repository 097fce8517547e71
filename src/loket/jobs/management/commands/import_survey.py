"""`loket import_survey`: data files and their DDI become an edition of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from loket.catalogue import operations
from loket.catalogue.models import Edition
from loket.jobs.management.importing import acting, add_office, office_of, refusals_in_words
from loket.microdata.importing import Hints


class Command(BaseCommand):
    help = "Impor survei ke katalog, seluruhnya atau tidak / import a survey, whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="berkas data / data files")
        parser.add_argument("--ddi", type=Path, help="DDI-Codebook 1.2.2–2.6")
        parser.add_argument("--code", required=True, help="kode edisi, mis. susenas-2024-03")
        parser.add_argument("--survey", required=True, help="kode survei, mis. susenas")
        parser.add_argument("--title", default="", help="judul survei (Indonesia)")
        parser.add_argument("--title-en", default="", help="title of the survey (English)")
        parser.add_argument("--producer", default="")
        parser.add_argument("--release", help="rilis; bawaan: dari DDI, atau 1")
        parser.add_argument("--encoding", help="pengodean huruf, mis. cp1252")
        parser.add_argument("--labels", choices=["id", "en"], help="bahasa label dalam data")
        parser.add_argument("--synthetic", action="store_true", help="tandai data sintetis")
        parser.add_argument(
            "--publish-quality", action="store_true", help="tampilkan laporan mutu"
        )
        add_office(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(office_of(options["office"]))
        at = timezone.now()
        with refusals_in_words():
            edition = operations.import_study(
                operations.StudyFiles(
                    data=options["files"],
                    ddi=options["ddi"],
                    hints=Hints(language=options["labels"], encoding=options["encoding"]),
                ),
                survey=operations.SurveyDetails(
                    code=options["survey"],
                    title_id=options["title"] or options["survey"],
                    title_en=options["title_en"],
                    producer=options["producer"],
                ),
                code=options["code"],
                release=options["release"],
                is_synthetic=options["synthetic"],
                by=by,
                at=at,
            )
            if options["publish_quality"]:
                operations.publish_quality_report(edition, by=by, at=at)
        self._tell(edition)

    def _tell(self, edition: Edition) -> None:
        self.stdout.write(
            f"{edition.code} rilis/release {edition.release}: {edition.rows} baris/rows, "
            f"{edition.variables.count()} variabel/variables"
        )
        for found in edition.quality.get("findings", []):
            self.stdout.write(
                f"  {found['weight']}: {found['place']}: {found['id']} / {found['en']}"
            )
