"""`loket import_layer`: a layer of work areas becomes part of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from loket.catalogue import operations
from loket.jobs.management.importing import acting, add_office, office_of, refusals_in_words


class Command(BaseCommand):
    help = "Impor peta wilayah kerja statistik / import a layer (.shp, .gpkg, .geojson, .zip)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", required=True, help="kode peta, mis. peta-3304-desa")
        parser.add_argument("--title", required=True, help="judul (Indonesia)")
        parser.add_argument("--title-en", default="", help="title (English)")
        parser.add_argument("--region", default="", help="wilayah yang dicakup; kosong: Indonesia")
        parser.add_argument("--period", default="", help="periode, mis. 2025")
        parser.add_argument("--source", default="", help="sumber / source")
        parser.add_argument("--release", default="1")
        parser.add_argument("--layer", help="lapisan dalam GeoPackage / layer of a GeoPackage")
        parser.add_argument("--code-column", help="kolom kode BPS / column with BPS codes")
        parser.add_argument("--synthetic", action="store_true", help="tandai peta sintetis")
        add_office(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(office_of(options["office"]))
        with refusals_in_words():
            layer = operations.import_layer(
                operations.LayerFile(
                    path=options["file"],
                    title_id=options["title"],
                    title_en=options["title_en"],
                    region=options["region"],
                    period=options["period"],
                    source=options["source"],
                    layer=options["layer"],
                    code_column=options["code_column"],
                ),
                code=options["code"],
                release=options["release"],
                is_synthetic=options["synthetic"],
                by=by,
                at=timezone.now(),
            )
        self.stdout.write(
            f"{layer.code} rilis/release {layer.release}: {layer.features} wilayah/areas "
            f"({layer.level}), {layer.crs}"
        )
        for found in layer.quality.get("findings", []):
            self.stdout.write(f"  {found['severity']}: {found['id']} / {found['en']}")
