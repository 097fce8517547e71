"""`loket check_key`: the public key by which buyers check the PERIKSA.txt of their packages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from loket import wiring


class Command(BaseCommand):
    help = "Print the public key that signs PERIKSA.txt, to be published by the office."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(wiring.check_signer().public_key.hex())
