"""`loket worker`: send letters, prepare data, look after payments."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from loket.jobs import worker
from loket.ledger import durability


class Command(BaseCommand):
    help = "Work off the outbox until stopped. Any number may run side by side."

    def handle(self, *args: Any, **options: Any) -> None:
        durability.require()
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        worker.run(timezone.now, stop)
