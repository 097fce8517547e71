"""`loket process_docs`: write the pages that describe the process from its definition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from loket.process import CURRENT
from loket.process.document import markdown


class Command(BaseCommand):
    help = "Write docs/process/*.md from the process definitions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=settings.ROOT / "docs" / "process")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        for channel, process in CURRENT.items():
            page = folder / f"{channel}.md"
            page.write_text(markdown(process), encoding="utf-8")
            self.stdout.write(str(page))
