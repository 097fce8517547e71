"""`loket simulate simponi|mail`: the outside world for a demonstration; refuses production."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from loket.adapters.billing.simulator import server
from loket.adapters.mail import sink


class Command(BaseCommand):
    help = "Run the payment simulator or the mail sink until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["simponi", "mail"])
        parser.add_argument("--port", type=int, default=0)
        parser.add_argument("--management-port", type=int, default=0)
        parser.add_argument("--smtp-port", type=int, default=8025)
        parser.add_argument("--faults", type=float, default=0.05)
        parser.add_argument("--seed", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.LOKET_PRODUCTION:
            raise CommandError("tiruan tidak dijalankan di produksi / no simulator in production")
        folder = Path(settings.DATA) / "simulators"
        folder.mkdir(parents=True, exist_ok=True)
        if options["what"] == "mail":
            sink.serve(
                options["smtp_port"],
                options["port"],
                folder / "mail",
                production=settings.LOKET_PRODUCTION,
            )
            return
        server.serve(
            server.SimulatorSettings(
                ledger=folder / "simponi.sqlite3",
                port=options["port"],
                management_port=options["management_port"],
                hook_url=f"{settings.LOKET_SITE}/hooks/simponi/",
                seed=options["seed"],
                rate=options["faults"],
            ),
            production=settings.LOKET_PRODUCTION,
            say=self.stdout.write,
        )
