"""Receipts under SIGKILL, and how many durable ones a second.

`python -m bench.receipts --kills 300 --writers 2` lets processes take cash and issue receipts
through the operations layer, kills each at a random instant and starts another, until so many
were killed. Then: every receipt that was told is kept, numbers run 1 to n, the audit is clean.

`python -m bench.receipts --receipts 300` times issuing receipts for orders paid beforehand, with
their papers and with typesetting left out, against one bare INSERT a transaction on the same
database in the same run. `--embedded-postgres` or `--database` choose another than SQLite.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.place import place, take_database

OFFICE = "3304"
WARM_UP = 5  # receipts, from which a writer's longest life is told: time for three


def main() -> int:
    options = _options()
    with place(options) as folder:
        _start_django(options)
        report = _kills(options, folder) if options.kills else _speed(options)
    report["database"] = "PostgreSQL" if options.database.startswith("postgres") else "SQLite"
    report["load_average"] = round(os.getloadavg()[0], 1)
    print(json.dumps(report, indent=2))
    return 0 if report.get("ok", True) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--receipts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--migrated", action="store_true", help="the database has its tables")
    take_database(parser)
    return parser.parse_args()


def _start_django(options: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()

    from django.core.management import call_command  # noqa: PLC0415
    from tests.payments import people  # noqa: PLC0415

    from loket.orders.operations import sync_legal_moves  # noqa: PLC0415

    if not options.migrated:
        call_command("migrate", verbosity=0)
        sync_legal_moves()
    people.people(people.office(OFFICE))


class Desk:
    """The treasurer's desk of the office: orders, cash, receipts."""

    def __init__(self) -> None:
        from tests.payments.made import by, product  # noqa: PLC0415

        from loket.people.models import Office, User  # noqa: PLC0415

        self.office = Office.objects.get(code=OFFICE)
        self.people = {user.email.split("@")[0][:-4]: user for user in User.objects.all()}
        self.treasurer = by(self.people["bendahara"], "treasurer", OFFICE)
        product(self.office)

    def paid_order(self) -> Any:
        """Make an order and take its cash: three transactions."""
        from django.db import transaction  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415
        from tests.payments import made  # noqa: PLC0415

        from loket.payments import operations  # noqa: PLC0415

        at: datetime = timezone.now()
        with transaction.atomic():
            order = made.order(self.office, self.people["pembeli"], self.people["petugas"], at=at)
        operations.take_cash(order, tendered=10**9, by=self.treasurer, at=at)
        return order

    def receipt(self, order: Any) -> str:
        from django.utils import timezone  # noqa: PLC0415

        from loket.payments import operations  # noqa: PLC0415

        return operations.issue_kuitansi(order, by=self.treasurer, at=timezone.now()).number


def _kills(options: argparse.Namespace, folder: str) -> dict[str, Any]:
    from django.db import connections  # noqa: PLC0415

    Desk()  # makes the product before there are several writers
    connections.close_all()
    told = Path(folder, "told")
    longest = 3 * options.writers * _seconds_a_receipt(told)
    dice, killed = random.Random(options.seed), 0
    writers = [_fork(told) for _ in range(options.writers)]
    while killed < options.kills:
        time.sleep(dice.uniform(0, longest))
        place = dice.randrange(options.writers)
        os.kill(writers[place], signal.SIGKILL)
        os.waitpid(writers[place], 0)
        killed += 1
        writers[place] = _fork(told)
    for writer in writers:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
    lines = told.read_text().splitlines() if told.exists() else []
    return {"kills": killed, "writers": options.writers, "seed": options.seed} | _judge(lines)


def _seconds_a_receipt(told: Path) -> float:
    """Time a writer of its own: whoever has typeset cannot fork, its threads would be missing."""
    writer, began = _fork(told), time.monotonic()
    while len(told.read_text().splitlines()) < WARM_UP:
        if os.waitpid(writer, os.WNOHANG)[0]:
            raise SystemExit("the first writer failed")
        time.sleep(0.05)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    return (time.monotonic() - began) / WARM_UP


def _fork(told: Path) -> int:
    """Start a process that issues receipts until it is killed, telling each once it is kept.

    Returns when it is at work.
    """
    ready, say = os.pipe()
    child = os.fork()
    if child:
        os.close(say)
        os.read(ready, 1)
        os.close(ready)
        return child
    try:
        desk = Desk()
        place = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(say, b".")
        while True:
            number = desk.receipt(desk.paid_order())
            os.write(place, f"{number}\n".encode())
    except Exception:
        traceback.print_exc()
    os._exit(1)


def _judge(told: list[str]) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415

    from loket.ledger.audit import CHECKS, Scope, files  # noqa: PLC0415
    from loket.ledger.models import Series  # noqa: PLC0415
    from loket.payments.models import Kuitansi  # noqa: PLC0415

    kept = dict(Kuitansi.objects.values_list("number", "serial"))
    last = Series.objects.get(kind="kuitansi", office=OFFICE).last
    lost = [number for number in told if number not in kept]
    gaps = set(range(1, last + 1)) - set(kept.values())
    scope = Scope(OFFICE, timezone.now())
    # Orders begin at the payment here, so that their moves before it cannot be told.
    checks = [check for name, check in CHECKS.items() if name != "moves"]
    findings = [f for check in (*checks, files.check) for f in check(scope)]
    return {
        "told": len(told),
        "kept": len(kept),
        "lost": len(lost),
        "twice": len(told) - len(set(told)),
        "gaps": len(gaps),
        "audit_findings": [str(finding) for finding in findings[:5]],
        "ok": bool(told) and not (lost or gaps or findings) and len(told) == len(set(told)),
    }


def _speed(options: argparse.Namespace) -> dict[str, Any]:
    from loket.documents.papers import kuitansi as paper  # noqa: PLC0415

    desk = Desk()
    bare = _bare(options.receipts)
    orders = [desk.paid_order() for _ in range(2 * options.receipts)]
    with_paper = _rate(orders[: options.receipts], desk.receipt)
    paper.render = lambda data: b"%PDF " + data.number.encode()
    without = _rate(orders[options.receipts :], desk.receipt)
    return {
        "receipts": options.receipts,
        "receipts_per_second": round(with_paper, 1),
        "without_typesetting_per_second": round(without, 1),
        "bare_inserts_per_second": round(bare),
        "ratio_without_typesetting": round(without / bare, 3),
    }


def _rate(orders: list[Any], issue: Callable[[Any], str]) -> float:
    started = time.monotonic()
    for order in orders:
        issue(order)
    return len(orders) / (time.monotonic() - started)


def _bare(count: int) -> float:
    """Transactions per second with one INSERT … RETURNING each and nothing else."""
    from django.db import connection, transaction  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, number INTEGER NOT NULL)")
        started = time.monotonic()
        for number in range(count):
            with transaction.atomic():
                cursor.execute(
                    "INSERT INTO bare (id, number) VALUES (%s, %s) RETURNING number",
                    [number, number],
                ).fetchone()
        return count / (time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
