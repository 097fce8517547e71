"""V7, V9, V10: tickets run 1 to n, one at a desk, through periods that follow each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise

from loket.ledger.audit.finding import Finding
from loket.ledger.audit.numbers import Key, gaps
from loket.ledger.audit.reading import Row, Scope, document, instant, public_id, rows, scoped

TICKETS = """
    SELECT office.code AS office, t.public_id, s.code AS service, t.day, t.number, t.state,
           t.revision, t.counter_id, t.taken_at, t.ended_at
    FROM counter_ticket t JOIN people_office office ON office.id = t.office_id
    JOIN counter_offeredservice s ON s.id = t.service_id
    ORDER BY t.id
"""
SERIES = "SELECT kind, office, period, last FROM ledger_series WHERE kind LIKE 'ticket:%%'"
PERIODS = """
    SELECT office.code AS office, t.public_id, t.state AS ticket_state, p.state,
           p.started_at, p.ended_at
    FROM counter_period p JOIN counter_ticket t ON t.id = p.ticket_id
    JOIN people_office office ON office.id = t.office_id
    ORDER BY p.ticket_id, p.started_at, p.id
"""
MOVES = """
    SELECT subject, revision, payload FROM ledger_event
    WHERE revision IS NOT NULL AND subject LIKE 'ticket:%%' ORDER BY subject, revision
"""
AT_A_DESK = {"called", "serving"}
ENDED = {"transferred", "no_show", "done"}


def numbers(scope: Scope) -> Iterator[Finding]:
    """V9: no number is missing or given twice, and a desk has one guest at a time."""
    used: dict[Key, list[int]] = defaultdict(list)
    desks: dict[object, str] = {}
    for row in scoped(TICKETS, scope):
        used[f"ticket:{row['service']}", row["office"], str(row["day"])].append(row["number"])
        if row["state"] not in AT_A_DESK:
            continue
        if row["counter_id"] is None or row["counter_id"] in desks:
            yield _about(
                "V9",
                row,
                "Dua tamu sedang di loket yang sama, atau tamu dipanggil tanpa loket.",
                "Two guests are at the same desk, or a guest is called to none.",
            )
        desks[row["counter_id"]] = row["public_id"]
    last = {(row["kind"], row["office"], row["period"]): row["last"] for row in rows(SERIES, [])}
    for key in sorted(used.keys() | last.keys()):
        if scope.covers(key[1]):
            yield from gaps("V9", key, used.get(key, []), last.get(key, 0))


def moves(scope: Scope) -> Iterator[Finding]:
    """V7: a ticket's state is what its events say, and each revision has one event."""
    told = {
        subject: list(events)
        for subject, events in groupby(rows(MOVES, []), lambda r: r["subject"])
    }
    for row in scoped(TICKETS, scope):
        events = told.get(f"ticket:{public_id(row['public_id'])}", [])
        revisions = [event["revision"] for event in events]
        state = document(events[-1]["payload"]).get("state") if events else None
        if revisions != list(range(row["revision"] + 1)) or state != row["state"]:
            yield _about(
                "V7",
                row,
                "Keadaan tiket bukan hasil kejadian-kejadiannya.",
                "The ticket is not where its events lead.",
            )


def periods(scope: Scope) -> Iterator[Finding]:
    """V10: no period is negative, none overlaps the next, an open ticket has one open."""
    for _ticket, group in groupby(scoped(PERIODS, scope), lambda row: row["public_id"]):
        found = list(group)
        yield from _times(found)
        still_open = [row["state"] for row in found if row["ended_at"] is None]
        state = found[0]["ticket_state"]
        if still_open != ([] if state in ENDED else [state]):
            yield _about(
                "V10",
                found[0],
                "Masa yang terbuka tidak sama dengan keadaan tiket.",
                "The open period is not the ticket's state.",
            )


def _times(found: list[Row]) -> Iterator[Finding]:
    spans = [(instant(row["started_at"]), instant(row["ended_at"])) for row in found]
    if any(start and end and end < start for start, end in spans):
        yield _about(
            "V10", found[0], "Masa berakhir sebelum dimulai.", "A period ends before it begins."
        )
    if any(
        next_start and (end is None or next_start < end)
        for (_start, end), (next_start, _end) in pairwise(spans)
    ):
        yield _about("V10", found[0], "Masa bertumpang tindih.", "Periods overlap.")


def _about(invariant: str, row: Row, id: str, en: str) -> Finding:
    return Finding(invariant, row["office"], f"ticket:{public_id(row['public_id'])}", id, en)
