"""What the migrations ask of the database is in the database."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from tests.architecture.sources import SOURCE, strings

APPEND_ONLY = {
    "ledger_event",
    "ledger_checkpoint",
    "orders_legalmove",
    "payments_invoiceline",
    "payments_invoicecost",
    "people_institution",
    "payments_frozenbook",
    "payments_settlement",
    "payments_waiver",
    "delivery_download",
    "delivery_handover",
    "delivery_releasedecision",
    "agreements_review",
    "counter_call",
    "counter_guestbookedition",
}
KEPT = {
    "ledger_series",
    "ledger_message",
    "payments_invoice",
    "payments_billing",
    "catalogue_tariffversion",
    "payments_notice",
    "payments_kuitansi",
    "payments_paymentexception",
    "payments_transferproof",
    "documents_document",
    "documents_upload",
    "delivery_grant",
    "delivery_package",
    "delivery_realsample",
    "delivery_investigation",
    "agreements_sppd",
    "counter_ticket",
    "counter_period",
    "counter_visit",
}
ENDINGS = {
    "append_only": ("no_update", "no_delete"),
    "immutable": ("no_update", "no_delete"),
    "final_once": ("no_update", "no_delete"),
    "no_delete": ("no_delete",),
}


def guards() -> Iterator[str]:
    """Yield the name of every trigger that a migration asks for by `guards`."""
    for path in sorted(SOURCE.glob("*/migrations/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="guards"), attr=kind),
                    args=[ast.Constant(value=str(table)), *_],
                ) if kind in ENDINGS:
                    yield from (f"{table}_{ending}" for ending in ENDINGS[kind])


def own_triggers() -> set[str]:
    """Return the names of triggers that a migration writes out by itself."""
    return {
        words[2]
        for path in sorted(SOURCE.glob("*/migrations/*.py"))
        for text in strings(ast.parse(path.read_text(encoding="utf-8")))
        if text.startswith("CREATE TRIGGER ")
        and len(words := text.split()) > 2
        and words[2].isidentifier()
    }


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_every_guard_is_in_the_database() -> None:
    wanted = set(guards()) | own_triggers() | {"orders_order_moves_legally"}

    assert len(wanted) > 30
    assert wanted - triggers() == set()


@pytest.mark.django_db
def test_what_must_stay_is_guarded() -> None:
    found = triggers()

    for table in APPEND_ONLY:
        assert {f"{table}_no_update", f"{table}_no_delete"} <= found
    for table in KEPT:
        assert f"{table}_no_delete" in found


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses(statement: str) -> None:
    """Tried on the table of legal moves, which is never empty."""
    with (
        pytest.raises(DatabaseError, match="refused by the database"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("orders_legalmove"))
