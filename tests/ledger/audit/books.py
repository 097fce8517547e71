"""An office that has worked honestly, and ways to spoil its books behind the guards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection

from loket.delivery import operations as delivery
from loket.delivery.downloads import authorize_download
from loket.delivery.queries import open_grant
from loket.feedback import operations as feedback
from loket.ledger import checkpoints
from loket.payments import cash_book
from loket.process.vocabulary import Actor
from tests.counter.counters import NINE, new_counter
from tests.factories import MONDAY, Shop, follow, online, walk_in


def busy_office(shop: Shop) -> None:
    """Sales in both channels, a revision, a repair, a withdrawal, a rating, a download."""
    first = follow(online(shop), until="offer")
    first.revise()
    first.accept()
    first.prepare()
    first.offer()
    for step in ("accept_offer", "receive_sppd", "approve_zero", "kuitansi", "deliver"):
        getattr(first, step)()
    grant = open_grant(first.order, first.at)
    assert grant is not None
    authorize_download(grant, by=first.by("buyer"), at=first.later()).stream.close()
    first.complete()
    rating = feedback.rate(
        first.order, score=2, elements={}, comment="", by=first.by("buyer"), at=first.later()
    )
    feedback.follow_up(rating, text="Maaf.", by=first.by("officer"), at=first.later())
    second = follow(walk_in(shop), until="deliver")
    delivery.report_error(
        second.order,
        what="kolom hilang",
        actor=Actor.OFFICER,
        by=second.by("officer"),
        at=second.later(),
    )
    second.prepare(b"diperbaiki\n")
    delivery.redeliver(
        second.order, medium="flash disk", by=second.by("officer"), at=second.later()
    )
    cash_book.close_day(
        shop.office, {20_000: 1}, reason="", by=second.by("treasurer"), at=second.later()
    )
    third = follow(online(shop), until="offer")
    delivery.end_order(
        third.order,
        "withdraw",
        actor=Actor.BUYER,
        reason="batal",
        by=third.by("buyer"),
        at=third.later(),
    )
    _queue()
    assert checkpoints.make("3304", MONDAY)


def _queue() -> None:
    """Two guests at another office: one served, one at the desk."""
    counter = new_counter(code="3305")
    for minute in range(3):
        counter.ticket(NINE + timedelta(minutes=minute))
    counter.serve(NINE + timedelta(minutes=5), NINE + timedelta(minutes=9))
    counter.called(NINE + timedelta(minutes=10))


def spoil(tables: Iterable[str], statements: Iterable[str]) -> None:
    """Run statements as somebody would who has the database file: without any guard.

    The tables are written anew without constraints and triggers; references still find them.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (trigger,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {trigger}")
        for table in tables:
            ending = " CASCADE" if connection.vendor == "postgresql" else ""
            cursor.execute(f"CREATE TABLE {table}_bare AS SELECT * FROM {table}")
            cursor.execute(f"DROP TABLE {table}{ending}")
            cursor.execute(f"ALTER TABLE {table}_bare RENAME TO {table}")
            key = "office" if table == "ledger_chainhead" else "id"
            cursor.execute(f"CREATE UNIQUE INDEX {table}_bare_key ON {table} ({key})")
        json = "JSONB" if connection.vendor == "postgresql" else "TEXT"
        for statement in statements:
            cursor.execute(statement.replace("AS JSONB", f"AS {json}"))
            assert cursor.rowcount > 0, statement
