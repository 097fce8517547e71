"""`loket trace FILE`: from which order of this database does a found file come."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from loket.delivery import leaks
from loket.jobs.management.importing import BAD_INPUT, acting, office_of, refusals_in_words
from loket.orders.models import Order


class Command(BaseCommand):
    help = "Telusuri berkas bocor sampai ke pesanannya / trace a leaked file to its order."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="berkas data atau ZIP")
        parser.add_argument("--office", default="", help="hanya pesanan kantor ini (kode)")
        parser.add_argument("--top", type=int, default=10)
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--list",
            action="store_true",
            help="tulis NOMOR<tab>LINGKUP tiap pesanan, untuk loket.microdata trace --orders",
        )

        parser.add_argument(
            "--open-key",
            metavar="NOMOR",
            help="buka kunci pesanan sebagai bukti; tercatat pada jejak",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        office = office_of(options["office"]) if options["office"] else None
        if options["open_key"]:
            self._open(options["open_key"])
            return
        made = leaks.packages(office)
        if options["list"]:
            orders = {package.order.pk: package.order for package in made}
            for order in orders.values():
                self.stdout.write(f"{order.reference}\t{order.public_id}")
            return
        if options["file"] is None:
            raise CommandError("Sebutkan berkasnya. / Name the file.", returncode=BAD_INPUT)
        with refusals_in_words():
            answer = leaks.trace(options["file"], made)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            self._tell(answer, options["top"])

    def _open(self, reference: str) -> None:
        order = Order.objects.select_related("office").filter(reference=reference).first()
        if order is None:
            raise CommandError(
                f"Pesanan {reference} tidak ada. / There is no order {reference}.",
                returncode=BAD_INPUT,
            )
        key = leaks.open_key(order, by=acting(order.office), at=timezone.now())
        self.stdout.write(f"kunci/key {key.secret.hex()}\nSHA-256   {key.commitment}")

    def _tell(self, answer: dict[str, Any], top: int) -> None:
        self.stdout.write(
            f"{answer['edition']} / {answer['file']}: {answer['rows']} baris/rows, "
            f"{answer['recognised']} dikenali/recognised, {answer['examined']} salinan/copies"
        )
        if answer["visible"]:
            self.stdout.write(f"label: {answer['visible']}")
        for ranked in answer["ranking"][:top]:
            verdict = "ASAL/SOURCE" if ranked["is_source"] else "-"
            details = ", ".join(f"{name} {a}/{n}" for name, (a, n) in ranked["evidence"].items())
            exponent = math.ceil(ranked["log10_adjusted"])
            self.stdout.write(
                f"{verdict:12}{ranked['reference']}  p <= 10^{exponent}  ({details})"
            )
        self.stdout.write(f"{answer['limits']['id']}\n{answer['limits']['en']}")
