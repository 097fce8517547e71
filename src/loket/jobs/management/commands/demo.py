"""`loket demo`: a whole office on one machine, with simulators; refuses production."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from loket.jobs.demo import catalogue, office
from loket.people.models import Role

STARTUP_SECONDS = 180
ROLES = {role.value: str(role.label) for role in Role}


class Command(BaseCommand):
    help = "Seed the demonstration office and run web, worker, payment simulator and mail sink."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--seed-only", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.LOKET_PRODUCTION:
            raise CommandError("demo tidak dijalankan di produksi / no demo in production")
        call_command("setup", verbosity=0)
        at = timezone.now()
        place = office.seed(at)
        office.prepare_counters(place, at)
        catalogue.seed(place, at)
        kiosk = office.enrol_kiosk(place, at)
        if not options["seed_only"]:
            self._run(options["port"], kiosk)

    def _run(self, port: int, kiosk: str) -> None:
        for told in (signal.SIGTERM, signal.SIGHUP):  # a closed terminal leaves nobody running
            signal.signal(told, signal.default_int_handler)
        mail, simponi = port + 25, port + 40
        environment = {
            **os.environ,
            "LOKET_SITE": f"http://127.0.0.1:{port}",
            "LOKET_MAIL": f"smtp+plain://127.0.0.1:{port + 26}",
            "LOKET_BILLING": "simulator",
            "LOKET_SIMPONI_URL": f"http://127.0.0.1:{simponi}/api/simponi/index/format/json",
        }
        commands = [
            ["simulate", "mail", f"--port={mail}", f"--smtp-port={port + 26}"],
            ["simulate", "simponi", f"--port={simponi}", f"--management-port={simponi + 1}"],
            ["worker"],
            ["serve", f"--port={port}"],
        ]
        running = [
            subprocess.Popen([sys.executable, "-m", "loket", *command], env=environment)  # noqa: S603
            for command in commands
        ]
        try:
            _wait_for(port)
            self._introduce(port, mail, simponi, kiosk)
            while all(process.poll() is None for process in running):
                time.sleep(1)
        except KeyboardInterrupt:
            self.stdout.write("berhenti / stopping")
        finally:
            _stop(running)

    def _introduce(self, port: int, mail: int, simponi: int, kiosk: str) -> None:
        site = f"http://127.0.0.1:{port}"
        lines = [
            "",
            "Loket siap / ready",
            f"  Situs publik dan portal   {site}/",
            f"  Kios buku tamu            {site}/kios/aktifkan/",
            f"    kode perangkat          {kiosk}",
            f"  Layar antrean             {site}/layar/3304/",
            f"  Ruang kerja petugas       {site}/akun/ruang-kerja/",
            f"  Surat yang terkirim       http://127.0.0.1:{mail}/",
            f"  Simulator SIMPONI         http://127.0.0.1:{simponi}/",
            "",
            f"  Kata sandi semua akun contoh: {office.PASSWORD}",
        ]
        for person in office.PEOPLE:
            role = ROLES[person.role] if person.role else "Pengguna layanan"
            lines.append(f"    {person.email:<24} {role}: {person.name}")
        lines += ["", "  Ctrl+C untuk berhenti / to stop", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise CommandError(f"tidak ada jawaban di porta {port} / no answer on port {port}")


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in running:
        try:
            process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            process.kill()
