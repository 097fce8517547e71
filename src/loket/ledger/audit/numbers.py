"""V5: printed numbers run 1 to n for each office and year; a void keeps its number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Row, Scope, rows, scoped

Key = tuple[str, str, str]  # kind, office, year

PAPER = re.compile(r"^(\d+)/[A-Z]+/(\d{4})/(\d{4})$")
ORDER = re.compile(r"^(\d{4})-(\d{4})-(\d+)-\d{2}$")

SERIALS = """
    SELECT '{kind}' AS kind, office.code AS office, t.year, t.serial, t.number
    FROM {table} t JOIN people_office office ON office.id = t.office_id
"""
PAPERS = {
    "sppd": "SELECT number FROM agreements_sppd",
    "handover": "SELECT number FROM delivery_handover",
    "return": "SELECT number FROM payments_revenuereturn WHERE number IS NOT NULL",
    "cancellation": (
        "SELECT d.number FROM payments_invoice i JOIN documents_document d "
        "ON d.id = i.cancellation_id"
    ),
}
ORDERS = "SELECT reference FROM orders_order WHERE reference IS NOT NULL"
SERIES = "SELECT kind, office, period AS year, last FROM ledger_series"
VOIDS = """
    SELECT office.code AS office, k.number, k.void_requested_by_id AS asked,
           k.voided_by_id AS done, k.void_reason AS reason
    FROM payments_kuitansi k JOIN people_office office ON office.id = k.office_id
    WHERE k.voided_at IS NOT NULL
"""
SERIAL_TABLES = {
    "invoice": "payments_invoice",
    "kuitansi": "payments_kuitansi",
    "day-close": "payments_dayclose",
}
KINDS = (*SERIAL_TABLES, *PAPERS, "order")


@dataclass(slots=True)
class Used:
    """The numbers in use of every series, and those that could not be read."""

    numbers: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    unreadable: list[tuple[str, str]] = field(default_factory=list)


def check(scope: Scope) -> Iterator[Finding]:
    used = _used()
    for kind, number in used.unreadable:
        yield Finding(
            "V5",
            scope.office,
            f"{kind}:{number}",
            "Nomor tidak menurut bentuknya.",
            "The number is not of its form.",
        )
    last = {
        (row["kind"], row["office"], row["year"]): row["last"]
        for row in rows(SERIES)
        if row["kind"] in KINDS
    }
    for key in sorted(used.numbers.keys() | last.keys()):
        if scope.covers(key[1]):
            yield from gaps("V5", key, used.numbers.get(key, []), last.get(key, 0))
    yield from _voids(scope)


def gaps(invariant: str, key: Key, numbers: Iterable[int], last: int) -> Iterator[Finding]:
    """Yield what keeps the numbers from being exactly 1 to last."""
    kind, office, period = key
    found = sorted(numbers)
    subject = f"series:{kind}/{office}/{period}"
    if len(found) != len(set(found)):
        yield Finding(invariant, office, subject, "Ada nomor kembar.", "A number is used twice.")
    missing = sorted(set(range(1, last + 1)) - set(found))
    if missing:
        listed = ", ".join(map(str, missing[:10]))
        yield Finding(
            invariant,
            office,
            subject,
            f"Nomor hilang: {listed}.",
            f"Numbers are missing: {listed}.",
        )
    if found and (found[-1] > last or found[0] < 1):
        yield Finding(
            invariant,
            office,
            subject,
            "Nomor dipakai tanpa diambil dari deretnya.",
            "A number is used that its series never gave out.",
        )


def _used() -> Used:
    used = Used()
    for kind, table in SERIAL_TABLES.items():
        for row in rows(SERIALS.format(kind=kind, table=table)):
            _serial(used, row)
    for kind, sql in PAPERS.items():
        for row in rows(sql):
            _paper(used, kind, row["number"])
    for row in rows(ORDERS):
        found = ORDER.match(row["reference"])
        if found:
            used.numbers["order", found[1], found[2]].append(int(found[3]))
        else:
            used.unreadable.append(("order", row["reference"]))
    return used


def _serial(used: Used, row: Row) -> None:
    found = PAPER.match(row["number"])
    told = (int(found[1]), found[2], int(found[3])) if found else None
    if told != (row["serial"], row["office"], row["year"]):
        used.unreadable.append((row["kind"], row["number"]))
    used.numbers[row["kind"], row["office"], str(row["year"])].append(row["serial"])


def _paper(used: Used, kind: str, number: str) -> None:
    found = PAPER.match(number)
    if found:
        used.numbers[kind, found[2], found[3]].append(int(found[1]))
    else:
        used.unreadable.append((kind, number))


def _voids(scope: Scope) -> Iterator[Finding]:
    for row in scoped(VOIDS, scope):
        if row["asked"] is None or row["asked"] == row["done"] or not row["reason"]:
            yield Finding(
                "V5",
                row["office"],
                f"paper:{row['number']}",
                "Kuitansi dibatalkan tanpa orang kedua atau tanpa alasan.",
                "A receipt was voided without a second person or a reason.",
            )
