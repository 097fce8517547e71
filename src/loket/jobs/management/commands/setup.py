"""`loket setup`: bring the database and what is derived from the code up to date."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from loket.ledger import durability
from loket.orders.operations import sync_legal_moves


class Command(BaseCommand):
    help = "Create or update the database, the legal moves and the static files."

    def handle(self, *args: Any, **options: Any) -> None:
        durability.require()
        call_command("migrate", verbosity=0)
        sync_legal_moves()
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write("siap / ready")
