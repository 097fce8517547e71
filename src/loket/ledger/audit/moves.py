"""V6, V7, V16: orders are where their events led them, legally, and every letter went out.

The published process is read as data; what the events make of it is worked out here anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Row, Scope, document, public_id, rows
from loket.process import VERSIONS
from loket.process.vocabulary import Action, Process

ORDERS = """
    SELECT office.code AS office, o.public_id, o.channel, o.process_version, o.state, o.facts,
           o.traits, o.revision, o.round
    FROM orders_order o JOIN people_office office ON office.id = o.office_id
    ORDER BY o.id
"""
MOVES = """
    SELECT office, subject, revision, action, role, payload FROM ledger_event
    WHERE revision IS NOT NULL AND subject LIKE 'order:%%' ORDER BY subject, revision, id
"""
LETTERS = """
    SELECT name, subject, dedupe_key FROM ledger_message
    WHERE topic = 'mail' AND subject LIKE 'order:%%'
"""
TURNED = "SELECT subject, action FROM ledger_event WHERE revision IS NOT NULL"
REVISION = "ask_revision"


@dataclass(slots=True)
class Order:
    """An order's row, and how far its events have led while they are being read."""

    office: str
    subject: str
    process: Process | None
    traits: frozenset[str]
    ends_in: tuple[str, frozenset[str], int]
    round: int
    state: str = ""
    facts: frozenset[str] = frozenset()
    revision: int = 0
    revisions_used: int = 0
    letters: list[str] = field(default_factory=list)


def check(scope: Scope) -> Iterator[Finding]:
    orders = {order.subject: order for order in _orders()}
    _turn_back(orders)
    for event in rows(MOVES, []):
        order = orders.get(event["subject"])
        if order is None:
            yield Finding(
                "V7",
                event["office"],
                event["subject"],
                "Ada kejadian untuk pesanan yang tidak ada.",
                "There is an event for an order that does not exist.",
            )
        elif scope.covers(order.office):
            yield from _follow(order, event)
    posted = {row["dedupe_key"]: row for row in rows(LETTERS, [])}
    for order in orders.values():
        if scope.covers(order.office):
            yield from _compare(order)
            yield from _letters(order, posted)
    yield from _strays(scope, orders, posted)


def _orders() -> Iterator[Order]:
    for row in rows(ORDERS):
        process = VERSIONS.get((row["channel"], row["process_version"]))
        yield Order(
            office=row["office"],
            subject=f"order:{public_id(row['public_id'])}",
            process=process,
            traits=frozenset(document(row["traits"])),
            ends_in=(row["state"], frozenset(document(row["facts"])), row["revision"]),
            round=row["round"],
            state=process.start if process else "",
        )


def _turn_back(orders: dict[str, Order]) -> None:
    """Give each order the traits it began with, before an action made it another kind."""
    turning = {
        action.name: action
        for process in VERSIONS.values()
        for action in process.actions
        if action.becomes or action.ceases
    }
    marks = ", ".join(["%s"] * len(turning))
    for event in rows(f"{TURNED} AND action IN ({marks})", sorted(turning)):
        order, action = orders.get(event["subject"]), turning[event["action"]]
        if order is not None:
            order.traits = (order.traits - action.becomes) | action.ceases


def _follow(order: Order, event: Row) -> Iterator[Finding]:
    """Take one event's step, and say what is wrong with it."""
    if event["revision"] != order.revision + 1:
        yield _wrong(
            order,
            f"Perubahan ke-{order.revision + 1} tidak mempunyai tepat satu kejadian.",
            f"Revision {order.revision + 1} does not have exactly one event.",
        )
    order.revision = event["revision"]
    action = order.process.by_name.get(event["action"]) if order.process else None
    if action is None:
        yield _wrong(
            order,
            f"Tindakan {event['action']} tidak ada pada prosesnya.",
            f"Its process has no action {event['action']}.",
        )
        return
    payload = document(event["payload"])
    before = order.state
    if not _is_legal(order, action, event["role"]):
        yield _wrong(
            order,
            f"Tindakan {action.name} tidak sah pada perubahan ke-{order.revision}.",
            f"The action {action.name} was not legal at revision {order.revision}.",
        )
    order.state = str(action.to or order.state)
    order.facts = (order.facts - action.takes) | action.gives
    order.traits = (order.traits - action.ceases) | action.becomes
    order.revisions_used += action.name == REVISION
    order.letters += [
        f"{letter}:{order.subject[6:]}:{order.revision}" for letter in action.letters
    ]
    told = (payload.get("from"), payload.get("to"), sorted(payload.get("facts", ())))
    kind = payload.get("traits", sorted(order.traits))
    if told != (before, order.state, sorted(order.facts)) or kind != sorted(order.traits):
        yield _wrong(
            order,
            f"Kejadian ke-{order.revision} tidak menceritakan langkahnya dengan benar.",
            f"Event {order.revision} does not tell its step truly.",
        )


def _is_legal(order: Order, action: Action, role: str) -> bool:
    return (
        order.state in action.at
        and role in action.actors
        and action.needs <= order.facts
        and not action.not_after & order.facts
        and action.only_for <= order.traits
    )


def _compare(order: Order) -> Iterator[Finding]:
    if order.process is None:
        yield _wrong(
            order, "Versi prosesnya tidak dikenal.", "Its version of the process is unknown."
        )
    elif (order.state, order.facts, order.revision) != order.ends_in:
        yield _wrong(
            order,
            "Keadaan pesanan bukan hasil kejadian-kejadiannya.",
            "The order is not where its events lead.",
        )
    if order.revisions_used > 1 or order.round > 1:
        yield Finding(
            "V6",
            order.office,
            order.subject,
            "Revisi dipakai lebih dari satu kali.",
            "The single revision was used more than once.",
        )


def _letters(order: Order, posted: dict[str, Row]) -> Iterator[Finding]:
    missing = [key for key in order.letters if key not in posted]
    if missing:
        names = ", ".join(sorted({key.partition(":")[0] for key in missing}))
        yield Finding(
            "V16",
            order.office,
            order.subject,
            f"Surat tidak pernah masuk kotak keluar: {names}.",
            f"Letters never reached the outbox: {names}.",
        )


def _strays(scope: Scope, orders: dict[str, Order], posted: dict[str, Row]) -> Iterator[Finding]:
    owed = {key for order in orders.values() for key in order.letters}
    for key, row in posted.items():
        order = orders.get(row["subject"])
        office = order.office if order else ""
        if key not in owed and scope.covers(office):
            yield Finding(
                "V16",
                office,
                row["subject"],
                f"Surat {row['name']} untuk perubahan yang tidak terjadi.",
                f"A letter {row['name']} for a change that never happened.",
            )


def _wrong(order: Order, id: str, en: str) -> Finding:
    return Finding("V7", order.office, order.subject, id, en)
