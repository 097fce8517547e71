"""Desks pressing together: none called twice, none skipped, nobody starved.

`python -m bench.counter_desks --desks 16 --tickets 10000 --processes 2 --kills 5`

As many kiosks as there are desks issue tickets while all desks call, serve and finish until
nobody waits, in several processes, some of which are killed in between. Everybody notes when
each request began and ended and what came of it. Then the tables and the notes are read and
every claim is checked, among them that the history is linearisable (`bench.linearisable`).
`--unfair` leaves out the fair turn, to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bench.linearisable import NEVER, Operation, queue_faults
from bench.place import ROOT, place, take_database

T = TypeVar("T")
Note = dict[str, Any]
CLOSED = "closed"  # a file that says that no more tickets come


def main() -> int:
    options = _options()
    if options.worker:
        return work(options)
    with place(options) as folder:
        options.notes = folder
        start_django(options)
        prepare(options)
        floor = bare_floor()
        notes = run_workers(options)
        report = check(options, notes)
    report |= {
        "desks": options.desks,
        "tickets": options.tickets,
        "processes": options.processes,
        "fair_turn": not options.unfair,
        "bare_inserts_per_second": round(floor),
        "transactions_per_second": round(rate(notes), 1),
        "transaction_to_floor_ratio": round(rate(notes) / floor, 3),
        "load_average": os.getloadavg()[0],
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
    take_database(parser)
    parser.add_argument("--worker", choices=["kiosk", "desk"])
    parser.add_argument("--numbers", default="")
    parser.add_argument("--notes", default="")
    return parser.parse_args()


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


def bare_floor(table: str = "bare") -> float:
    """Rows per second with one INSERT … RETURNING per transaction and nothing else."""
    from django.db import connection, transaction  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, number INTEGER NOT NULL)")
        count, started = 300, time.monotonic()
        for number in range(count):
            with transaction.atomic():
                cursor.execute(
                    f"INSERT INTO {table} (id, number) VALUES (%s, %s) RETURNING number",
                    [number, number],
                ).fetchone()
        return count / (time.monotonic() - started)


def run_workers(options: argparse.Namespace) -> list[Note]:
    shares = [
        list(range(1 + n, options.desks + 1, options.processes)) for n in range(options.processes)
    ]
    jobs = [(role, share) for role in ("kiosk", "desk") for share in shares]
    running = {n: spawn(options, *job) for n, job in enumerate(jobs)}
    kills, chance = options.kills, random.Random(1)
    while any(process.poll() is None for process in running.values()):
        time.sleep(0.2)
        if not any(running[n].poll() is None for n, job in enumerate(jobs) if job[0] == "kiosk"):
            Path(options.notes, CLOSED).touch()
        if kills and chance.random() < 0.05:
            victim = chance.choice(list(running))
            if running[victim].poll() is None:
                running[victim].send_signal(signal.SIGKILL)
                running[victim].wait()
                kills -= 1
                running[victim] = spawn(options, *jobs[victim])
    failed = [jobs[n][0] for n, process in running.items() if process.returncode]
    if failed or kills:
        raise SystemExit(f"workers failed: {failed}; kills left: {kills}")
    lines = (path.read_text().splitlines() for path in Path(options.notes).glob("*.jsonl"))
    return [json.loads(line) for of_file in lines for line in of_file if line.endswith("}")]


def spawn(options: argparse.Namespace, role: str, share: list[int]) -> subprocess.Popen[bytes]:
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


class Notebook:
    """What one kiosk or desk notes: each request before it is made, and what came of it."""

    def __init__(self, options: argparse.Namespace, role: str, number: int) -> None:
        path = Path(options.notes, f"{role}-{number}-{os.getpid()}.jsonl")
        self._file = path.open("w", buffering=1)
        self._who = {"role": role, "number": number}

    def write(self, **fields: Any) -> None:
        self._file.write(json.dumps(self._who | fields) + "\n")

    def timed(self, doing: str, request: Callable[[], T], said: Callable[[T], Any]) -> T:
        began = time.monotonic()
        self.write(doing=doing, began=began)
        answer = request()
        self.write(doing=doing, began=began, ended=time.monotonic(), ticket=said(answer))
        return answer


def take_tickets(options: argparse.Namespace, number: int) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from loket.counter import operations  # noqa: PLC0415
    from loket.counter.guestbook import Entry  # noqa: PLC0415
    from loket.counter.models import OfferedService, Visit  # noqa: PLC0415
    from loket.ledger.context import By  # noqa: PLC0415

    service = OfferedService.objects.select_related("office").get(code="P")
    share = options.tickets // options.desks + (number <= options.tickets % options.desks)
    name, notes = f"Tamu {number}", Notebook(options, "kiosk", number)
    for _ in range(share - Visit.objects.filter(name=name).count()):
        notes.timed(
            "take_ticket",
            lambda: operations.check_in(
                office=service.office,
                entry=Entry(name=name),
                services=[service],
                origin="kiosk",
                by=By(None, "kiosk", service.office.code),
                at=timezone.now(),
            ),
            lambda tickets: tickets[0].number,
        )


def serve_guests(options: argparse.Namespace, number: int) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from loket.counter import operations, queries  # noqa: PLC0415
    from loket.counter.models import ServiceCounter  # noqa: PLC0415
    from loket.ledger.context import By  # noqa: PLC0415
    from loket.people.models import User  # noqa: PLC0415

    counter = ServiceCounter.objects.select_related("office").get(number=number)
    officer = User.objects.get(email=f"petugas{counter.office.code}-{number}@example.org")
    by, notes = By(officer.pk, "officer", counter.office.code), Notebook(options, "desk", number)
    here = queries.desk(counter.office, counter, timezone.now()).current
    ticket = here.ticket if here else None  # left by a killed process
    while True:
        is_closed = Path(options.notes, CLOSED).exists()
        if ticket is None:
            ticket = notes.timed(
                "call",
                lambda: operations.call_next(counter=counter, by=by, at=timezone.now()),
                lambda called: called and called.number,
            )
        if ticket is None:
            if is_closed:
                return
            time.sleep(0.1)
            continue
        _serve(ticket, by, notes)
        ticket = None


def _serve(ticket: Any, by: Any, notes: Notebook) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from loket.counter import operations  # noqa: PLC0415

    if ticket.state == "called":
        start = partial(operations.start_serving, ticket=ticket, by=by, at=timezone.now())
        notes.timed("start", start, lambda _: ticket.number)
    finish = partial(operations.finish_service, ticket=ticket, by=by, at=timezone.now())
    notes.timed("finish", finish, lambda _: ticket.number)


def rate(notes: list[Note]) -> float:
    """Writes a second, from the first beginning to the last end; starting up does not count."""
    done = [note for note in notes if note.get("ticket")]
    return len(done) / (max(n["ended"] for n in done) - min(n["began"] for n in done))


def check(options: argparse.Namespace, notes: list[Note]) -> dict[str, Any]:
    from loket.counter.models import Call, Period, Ticket  # noqa: PLC0415

    numbers = list(Ticket.objects.order_by("number").values_list("number", flat=True))
    calls = list(Call.objects.order_by("id").values_list("ticket__number", "counter__number"))
    called = [number for number, _ in calls]
    by_desk = Counter(desk for _, desk in calls)
    mean = len(calls) / options.desks
    told = {(n["ticket"], n["number"]) for n in notes if n["doing"] == "call" and n.get("ticket")}
    given = [n["ticket"] for n in notes if n["doing"] == "take_ticket" and "ended" in n]
    faults = queue_faults(history(notes))
    result = {
        "numbers_without_gap": numbers == list(range(1, options.tickets + 1)),
        "acknowledged_tickets_are_there": len(given) == len(set(given))
        and set(given) <= {*numbers},
        "each_called_once": sorted(called) == numbers,
        "called_in_order": called == sorted(called),
        "all_done": not Ticket.objects.exclude(state="done").exists(),
        "linearisable": not faults,
        "no_period_open": not Period.objects.filter(ended_at=None).exists(),
        "noted_calls_are_recorded": told <= set(calls),
    }
    report = {"ok": all(result.values()), **result, "faults": faults[:5]}
    report["empty_answers"] = sum(n.get("ticket", 0) is None for n in notes)
    report["slowest_desk_to_mean"] = round(min(by_desk.values()) / mean, 2)
    for doing in ("take_ticket", "call"):
        waits = sorted(
            n["ended"] - n["began"] for n in notes if n["doing"] == doing and "ended" in n
        )
        report[f"{doing}_ms"] = {
            "p50": round(1000 * waits[len(waits) // 2], 1),
            "p99": round(1000 * waits[len(waits) * 99 // 100], 1),
            "max": round(1000 * waits[-1], 1),
        }
    return report


def history(notes: list[Note]) -> list[Operation]:
    """Return what everybody saw, and what the killed did although they did not see it."""
    from loket.counter.models import Call, Ticket  # noqa: PLC0415

    kinds = {"take_ticket": "put", "call": "take"}
    seen = [
        Operation(kinds[n["doing"]], n["ticket"], n["began"], n["ended"])
        for n in notes
        if n["doing"] in kinds and "ended" in n
    ]
    recorded = {
        "put": Ticket.objects.values_list("number", "visit__name"),
        "take": Call.objects.values_list("ticket__number", "counter__number"),
    }
    for kind, rows in recorded.items():
        known = {operation.value for operation in seen if operation.kind == kind}
        for value, who in rows:
            if value not in known:
                number = int(str(who).removeprefix("Tamu "))
                seen.append(Operation(kind, value, _unanswered(notes, kind, number), NEVER))
    return seen


def _unanswered(notes: list[Note], kind: str, number: int) -> float:
    """Return when somebody first began a request whose answer never came."""
    mine = [
        n
        for n in notes
        if n["number"] == number and n["doing"] == {"put": "take_ticket", "take": "call"}[kind]
    ]
    answered = {n["began"] for n in mine if "ended" in n}
    return min(n["began"] for n in mine if n["began"] not in answered)


if __name__ == "__main__":
    sys.exit(main())
