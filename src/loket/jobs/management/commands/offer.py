"""`loket offer`: put an imported edition or layer on sale."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from loket.catalogue import operations
from loket.catalogue.models import AreaLayer, Edition
from loket.catalogue.queries import prices
from loket.jobs.management.importing import (
    BAD_INPUT,
    acting,
    add_office,
    office_of,
    refusals_in_words,
)


class Command(BaseCommand):
    help = "Tawarkan edisi atau peta untuk dijual / offer an edition or a layer for sale."

    def add_arguments(self, parser: CommandParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--edition", help="kode edisi / code of the edition")
        source.add_argument("--layer", help="kode peta / code of the layer")
        parser.add_argument("--release", help="bawaan: yang terakhir diimpor / default: latest")
        parser.add_argument("--code", help="kode produk; bawaan: kode sumbernya")
        parser.add_argument("--title", default="")
        parser.add_argument("--title-en", default="")
        parser.add_argument("--formats", default="", help="mis. dbf,sav,dta")
        parser.add_argument("--tariff-class", default="")
        parser.add_argument("--area-level", default="", help="wilayah terkecil yang dapat dipilih")
        parser.add_argument("--no-fullset", action="store_true")
        parser.add_argument("--no-variables", action="store_true")
        add_office(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        office = office_of(options["office"])
        source = _source(options)
        now = timezone.now()
        with refusals_in_words():
            product = operations.offer(
                source,
                code=options["code"] or source.code,
                office=office,
                terms=operations.Terms(
                    title_id=options["title"],
                    title_en=options["title_en"],
                    tariff_class=options["tariff_class"],
                    formats=tuple(filter(None, options["formats"].split(","))),
                    sold_fullset=not options["no_fullset"],
                    sold_by_variables=not options["no_variables"],
                    area_level=options["area_level"],
                ),
                by=acting(office),
                at=now,
            )
        price = prices.price_from(product, now)
        said = f"Rp{price.least.total:,}".replace(",", ".") if price.least else str(price.refused)
        self.stdout.write(f"{product.code}: {said}")


def _source(options: dict[str, Any]) -> Edition | AreaLayer:
    code = options["edition"] or options["layer"]
    rows = Edition.objects.all() if options["edition"] else AreaLayer.objects.all()
    found = rows.filter(code=code).order_by("-imported_at", "-pk")
    if options["release"]:
        found = found.filter(release=options["release"])
    source = found.first()
    if source is None:
        raise CommandError(
            f"{code} belum diimpor; impor dahulu. / {code} is not imported; import it first.",
            returncode=BAD_INPUT,
        )
    return source
