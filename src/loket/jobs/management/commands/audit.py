"""`loket audit`: check, independently of the departments' code, what must always be true."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from loket.ledger import audit


class Command(BaseCommand):
    help = "Check the trail, the numbers, the money and the grants. Exit code 1 with findings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")
        parser.add_argument("--office", default="", help="check only the office of this code")
        parser.add_argument("--files", action="store_true", help="also read every stored file")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        found = list(audit.run(at, office=options["office"], with_files=options["files"]))
        if options["json"]:
            self._as_json(found, at.isoformat())
        else:
            self._as_text(found)
        if found:
            sys.exit(1)

    def _as_json(self, found: list[audit.Finding], at: str) -> None:
        answer = {
            "at": at,
            "invariants": list(audit.INVARIANTS),
            "findings": [asdict(finding) for finding in found],
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))

    def _as_text(self, found: list[audit.Finding]) -> None:
        for finding in found:
            where = f"{finding.invariant}  {finding.office or '-'}  {finding.subject}"
            self.stdout.write(f"{where}\n    {finding.id}\n    {finding.en}")
        count = len(found)
        self.stdout.write(
            f"{count} temuan / findings"
            if count
            else f"Semua baik / all is well: {', '.join(audit.INVARIANTS)}"
        )
