"""`loket serve`: the web application, in as many processes as asked."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from granian import Granian
from granian.constants import Interfaces

BACKLOG = 2048  # connections that wait or stand open: wall screens and phones keep theirs


class Command(BaseCommand):
    help = "Serve the site; a process that dies is started again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=2)
        parser.add_argument("--threads", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        Granian(
            "loket.settings.wsgi:application",
            address=options["address"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["processes"],
            blocking_threads=options["threads"],
            workers_kill_timeout=5,
            backlog=BACKLOG,
            backpressure=BACKLOG,
            respawn_failed_workers=True,
            respawn_interval=0.5,
        ).serve()
