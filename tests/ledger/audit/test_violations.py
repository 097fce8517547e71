"""The checker finds each kind of violation, seeded behind the guards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from loket.ledger import audit
from tests.factories import MONDAY, new_shop
from tests.ledger.audit.books import busy_office, spoil

AT = MONDAY + timedelta(hours=3)
FIRST_ORDER = "(SELECT MIN(id) FROM orders_order)"
A_PERSON = "(SELECT MIN(id) FROM people_user)"
A_TICKET = "(SELECT MIN(id) FROM counter_ticket)"
LAST_TICKET = "(SELECT MAX(id) FROM counter_ticket)"
ORDER_MOVES = "revision IS NOT NULL AND subject LIKE 'order:%%'"


@dataclass(frozen=True)
class Seed:
    """How somebody spoils the books, and the invariant that is broken by it."""

    invariant: str
    name: str
    tables: tuple[str, ...]
    statements: tuple[str, ...]


def seed(invariant: str, name: str, tables: str, *statements: str) -> Seed:
    return Seed(invariant, name, tuple(tables.split()), statements)


SEEDS = [
    seed(
        "V1",
        "grant without evidence",
        "delivery_grant",
        "UPDATE delivery_grant SET settlement_id = NULL, waiver_id = NULL",
    ),
    seed(
        "V1",
        "grant with both kinds of evidence",
        "delivery_grant",
        "UPDATE delivery_grant SET settlement_id = 1, waiver_id = 1",
    ),
    seed(
        "V1",
        "grant naming a settlement that is not there",
        "delivery_grant",
        "UPDATE delivery_grant SET settlement_id = 987654 WHERE settlement_id IS NOT NULL",
    ),
    seed(
        "V1",
        "agreement not received",
        "agreements_sppd",
        "UPDATE agreements_sppd SET received_at = NULL",
    ),
    seed(
        "V1",
        "agreement received after the release",
        "agreements_sppd",
        "UPDATE agreements_sppd SET received_at = '2026-12-24 00:00:00+00' "
        "WHERE received_at IS NOT NULL",
    ),
    seed(
        "V1",
        "settled for less",
        "payments_settlement",
        "UPDATE payments_settlement SET amount = amount - 1",
    ),
    seed(
        "V1",
        "waiver for an invoice that has a price",
        "payments_invoice",
        "UPDATE payments_invoice SET total = 5, full_amount = 20000 WHERE total = 0 "
        "AND cancelled_at IS NULL",
    ),
    seed(
        "V1",
        "agreement of another order",
        "agreements_sppd",
        f"UPDATE agreements_sppd SET order_id = {FIRST_ORDER}",
    ),
    seed(
        "V1",
        "another package",
        "delivery_package",
        "UPDATE delivery_package SET sha256 = '00'",
    ),
    seed("V1", "handed over without a grant", "delivery_grant", "DELETE FROM delivery_grant"),
    seed(
        "V2",
        "line changed",
        "payments_invoiceline",
        "UPDATE payments_invoiceline SET amount = amount + 1",
    ),
    seed(
        "V2",
        "invoice and line changed together",
        "payments_invoice payments_invoiceline",
        "UPDATE payments_invoiceline SET amount = 10",
        "UPDATE payments_invoice SET total = 10, full_amount = 20000",
    ),
    seed(
        "V2",
        "paper exchanged",
        "documents_document",
        "UPDATE documents_document SET sha256 = '00' WHERE kind = 'kuitansi'",
    ),
    seed(
        "V2",
        "kuitansi changed",
        "payments_kuitansi",
        "UPDATE payments_kuitansi SET amount = amount + 1",
    ),
    seed(
        "V3",
        "invoice settled twice",
        "payments_settlement",
        "INSERT INTO payments_settlement (id, invoice_id, method, amount) "
        "SELECT 9001, invoice_id, method, amount FROM payments_settlement",
    ),
    seed(
        "V3",
        "settlement that is not the invoice's total",
        "payments_settlement",
        "UPDATE payments_settlement SET amount = 1",
    ),
    seed(
        "V3",
        "billing code of another invoice",
        "payments_settlement payments_billing",
        "INSERT INTO payments_billing (id, invoice_id, code, amount) "
        "SELECT 9001, 987654, '1', amount FROM payments_settlement",
        "UPDATE payments_settlement SET billing_id = 9001",
    ),
    seed(
        "V4",
        "notice that nobody looks into",
        "payments_notice",
        "INSERT INTO payments_notice (id, outcome, received_at) "
        "VALUES (1, 'waiting', '2026-11-23 04:59:00+00')",
    ),
    seed(
        "V5",
        "kuitansi missing",
        "payments_kuitansi",
        "DELETE FROM payments_kuitansi WHERE serial = 1",
    ),
    seed(
        "V5",
        "invoice number twice",
        "payments_invoice",
        "UPDATE payments_invoice SET serial = 1, number = '00001/INV/3304/2026' WHERE serial = 2",
    ),
    seed(
        "V5",
        "number that does not say its serial",
        "payments_invoice",
        "UPDATE payments_invoice SET number = '00009/INV/3304/2026' WHERE serial = 2",
    ),
    seed(
        "V5",
        "series set back",
        "ledger_series",
        "UPDATE ledger_series SET last = last - 1 WHERE kind = 'kuitansi'",
    ),
    seed("V5", "sppd missing", "agreements_sppd", "DELETE FROM agreements_sppd"),
    seed("V5", "hand-over missing", "delivery_handover", "DELETE FROM delivery_handover"),
    seed(
        "V5",
        "cancellation missing",
        "payments_invoice",
        "UPDATE payments_invoice SET cancellation_id = NULL WHERE cancellation_id IS NOT NULL",
    ),
    seed(
        "V5",
        "order reference taken away",
        "orders_order",
        "UPDATE orders_order SET reference = NULL WHERE channel = 'walk_in'",
    ),
    seed(
        "V5",
        "order reference out of form",
        "orders_order",
        "UPDATE orders_order SET reference = 'abc' WHERE channel = 'walk_in'",
    ),
    seed(
        "V5",
        "kuitansi voided by one person",
        "payments_kuitansi",
        f"UPDATE payments_kuitansi SET voided_at = issued_at, void_reason = 'x', "
        f"void_requested_by_id = {A_PERSON}, voided_by_id = {A_PERSON}",
    ),
    seed(
        "V5",
        "kuitansi voided without a reason",
        "payments_kuitansi",
        f"UPDATE payments_kuitansi SET voided_at = issued_at, void_requested_by_id = 1, "
        f"voided_by_id = {A_PERSON}, void_reason = ''",
    ),
    seed(
        "V6",
        "second revision",
        "ledger_event",
        "UPDATE ledger_event SET action = 'ask_revision' WHERE action = 'accept_offer'",
    ),
    seed("V6", "second round", "orders_order", "UPDATE orders_order SET round = 2"),
    seed(
        "V7",
        "state written by hand",
        "orders_order",
        "UPDATE orders_order SET state = 'DELIVERED' WHERE state = 'CANCELLED'",
    ),
    seed(
        "V7",
        "fact written by hand",
        "orders_order",
        """UPDATE orders_order SET facts = '["PAID"]'""",
    ),
    seed(
        "V7",
        "revision without event",
        "orders_order",
        "UPDATE orders_order SET revision = revision + 1",
    ),
    seed(
        "V7",
        "event taken out",
        "ledger_event",
        "DELETE FROM ledger_event WHERE action = 'accept'",
    ),
    seed(
        "V7",
        "two events for one revision",
        "ledger_event",
        "INSERT INTO ledger_event (id, office, seq, previous, hash, at, role, action, subject, "
        "revision, request_id, payload) SELECT id + 90000, office, seq + 90000, previous, hash, "
        "at, role, action, subject, revision, request_id, payload FROM ledger_event "
        "WHERE action = 'submit'",
    ),
    seed(
        "V7",
        "done by the wrong role",
        "ledger_event",
        f"UPDATE ledger_event SET role = 'buyer' WHERE action = 'deliver' AND {ORDER_MOVES}",
    ),
    seed(
        "V7",
        "unknown action",
        "ledger_event",
        "UPDATE ledger_event SET action = 'give_away' WHERE action = 'deliver'",
    ),
    seed(
        "V7",
        "illegal move: delivered before it was paid",
        "ledger_event",
        "UPDATE ledger_event SET action = 'complete' WHERE action = 'approve_zero_tariff'",
    ),
    seed(
        "V7",
        "event for an order that is not there",
        "ledger_event",
        "UPDATE ledger_event SET subject = 'order:00000000-0000-0000-0000-000000000000' "
        "WHERE action = 'submit'",
    ),
    seed(
        "V7",
        "unknown version of the process",
        "orders_order",
        "UPDATE orders_order SET process_version = '1999-01'",
    ),
    seed(
        "V7",
        "ticket state written by hand",
        "counter_ticket",
        "UPDATE counter_ticket SET state = 'no_show' WHERE state = 'done'",
    ),
    seed(
        "V8",
        "event edited",
        "ledger_event",
        "UPDATE ledger_event SET person = 1 WHERE action = 'submit'",
    ),
    seed(
        "V8",
        "event removed",
        "ledger_event",
        "DELETE FROM ledger_event WHERE seq = 3",
    ),
    seed(
        "V8",
        "events reordered",
        "ledger_event",
        "UPDATE ledger_event SET seq = CASE seq WHEN 3 THEN 4 ELSE 3 END WHERE seq IN (3, 4)",
    ),
    seed(
        "V8",
        "end of the chain cut off, the head set back",
        "ledger_event ledger_chainhead",
        "DELETE FROM ledger_event WHERE office = '3304' AND seq > 20",
        "UPDATE ledger_chainhead SET seq = 20, hash = (SELECT hash FROM ledger_event "
        "WHERE office = '3304' AND seq = 20) WHERE office = '3304'",
    ),
    seed(
        "V8",
        "chain that does not end at its head",
        "ledger_chainhead",
        "UPDATE ledger_chainhead SET seq = seq + 1",
    ),
    seed(
        "V8",
        "checkpoint with another root",
        "ledger_checkpoint",
        f"UPDATE ledger_checkpoint SET root = '{'0' * 64}'",
    ),
    seed(
        "V8",
        "checkpoint signed by nobody",
        "ledger_checkpoint",
        "UPDATE ledger_checkpoint SET text = 'loket/3304'",
    ),
    seed(
        "V9",
        "ticket missing",
        "counter_ticket",
        "DELETE FROM counter_ticket WHERE number = 2",
    ),
    seed(
        "V9",
        "ticket number twice",
        "counter_ticket",
        "UPDATE counter_ticket SET number = 1 WHERE number = 2",
    ),
    seed(
        "V9",
        "two guests at one desk",
        "counter_ticket",
        "UPDATE counter_ticket SET state = 'serving', counter_id = (SELECT MAX(counter_id) "
        "FROM counter_ticket WHERE state = 'called') WHERE state = 'waiting'",
    ),
    seed(
        "V10",
        "negative period",
        "counter_period",
        f"UPDATE counter_period SET ended_at = '2001-01-01 00:00:00+00' "
        f"WHERE ticket_id = {A_TICKET}",
    ),
    seed(
        "V10",
        "overlapping periods",
        "counter_period",
        f"UPDATE counter_period SET started_at = (SELECT MIN(started_at) FROM counter_period) "
        f"WHERE ticket_id = {A_TICKET}",
    ),
    seed(
        "V10",
        "waiting ticket without an open period",
        "counter_period",
        f"UPDATE counter_period SET ended_at = started_at WHERE ticket_id = {LAST_TICKET}",
    ),
    seed(
        "V11",
        "zero tariff approved by the person who asked",
        "payments_waiver",
        "UPDATE payments_waiver SET approved_by_id = requested_by_id",
    ),
    seed(
        "V11",
        "role granted to oneself",
        "people_assignment",
        "UPDATE people_assignment SET granted_by_id = user_id",
    ),
    seed(
        "V11",
        "settled and released by one person",
        "payments_settlement",
        "UPDATE payments_settlement SET recorded_by_id = (SELECT MAX(person) FROM ledger_event "
        "WHERE action = 'open_grant')",
    ),
    seed(
        "V13",
        "download after the grant ended",
        "delivery_grant",
        "UPDATE delivery_grant SET expires_at = opened_at",
    ),
    seed(
        "V13",
        "download by a stranger",
        "delivery_download",
        "UPDATE delivery_download SET by_id = 987654",
    ),
    seed(
        "V13",
        "too many downloads",
        "delivery_grant",
        "UPDATE delivery_grant SET downloads_allowed = 0",
    ),
    seed(
        "V15",
        "key used twice",
        "ledger_answer",
        "INSERT INTO ledger_answer (account, route, key, at) SELECT '1', 'r', 'k', at "
        "FROM ledger_event WHERE seq IN (1, 2)",
    ),
    seed(
        "V15",
        "key used without effect",
        "ledger_answer",
        "INSERT INTO ledger_answer (id, account, route, key, at) "
        "VALUES (1, '1', 'r', 'k', '2001-01-01 00:00:00+00')",
    ),
    seed(
        "V16",
        "letter lost",
        "ledger_message",
        "DELETE FROM ledger_message WHERE name = 'data_delivered'",
    ),
    seed(
        "V16",
        "letter about something that did not happen",
        "ledger_message",
        "UPDATE ledger_message SET dedupe_key = dedupe_key || '9' WHERE name = 'offer_sent'",
    ),
    seed(
        "V16",
        "message never sent",
        "ledger_message",
        "UPDATE ledger_message SET due_at = '2026-11-01 00:00:00+00'",
    ),
    seed(
        "V19",
        "agreement received on a file nobody judged",
        "agreements_sppd documents_upload",
        "INSERT INTO documents_upload (id, office, verdict) VALUES (9001, '3304', 'waiting')",
        "UPDATE agreements_sppd SET form = 'electronic', upload_id = 9001 "
        "WHERE received_at IS NOT NULL",
    ),
]


@pytest.fixture(scope="module")
def books(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Build the books once for all seeds; return the folder of the stored files."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(LOKET_STORAGE=f"disk:{files}"):
        block: Any = transaction.atomic()
        block._from_testcase = True
        with block:
            busy_office(new_shop())
            yield files
            transaction.set_rollback(True)


@pytest.fixture
def spoiled(books: Path) -> Iterator[Path]:
    """Undo what the test does to the books."""
    with transaction.atomic():
        yield books
        transaction.set_rollback(True)


@pytest.mark.parametrize("seed", SEEDS, ids=[f"{s.invariant} {s.name}" for s in SEEDS])
def test_is_found(spoiled: Path, seed: Seed) -> None:
    spoil(seed.tables, seed.statements)

    found = list(audit.run(AT))

    assert seed.invariant in {finding.invariant for finding in found}, found
    assert all(finding.id and finding.en and finding.subject for finding in found)


def test_every_invariant_has_a_seed() -> None:
    assert {seed.invariant for seed in SEEDS} == set(audit.INVARIANTS)


def test_nothing_is_found_without_a_seed(spoiled: Path) -> None:
    spoil({table for seed in SEEDS for table in seed.tables}, [])

    assert list(audit.run(AT, with_files=True)) == []


def test_findings_are_of_the_office_asked_for(spoiled: Path) -> None:
    seed = next(seed for seed in SEEDS if seed.name == "ticket missing")
    spoil(seed.tables, seed.statements)

    assert list(audit.run(AT, office="3304")) == []
    assert {finding.office for finding in audit.run(AT, office="3305")} == {"3305"}


def test_command_exits_with_one_and_says_what_to_look_at(spoiled: Path) -> None:
    spoil(["payments_kuitansi"], ["DELETE FROM payments_kuitansi WHERE serial = 1"])
    output = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("audit", stdout=output)

    assert ended.value.code == 1
    assert "V5" in output.getvalue()
    assert "Nomor hilang: 1." in output.getvalue()
    assert "Numbers are missing: 1." in output.getvalue()


@pytest.mark.parametrize("damage", ["altered", "removed"])
def test_stored_files_are_compared(spoiled: Path, damage: str) -> None:
    victims = [path for path in spoiled.rglob("*") if path.is_file()]
    kept = {path: path.read_bytes() for path in victims}
    try:
        for path in victims:
            path.chmod(0o600)
            if damage == "removed":
                path.unlink()
            else:
                path.write_bytes(b"!" + kept[path][1:])
        subjects = {f.subject.partition(":")[0] for f in audit.run(AT, with_files=True)}
    finally:
        for path, content in kept.items():
            path.write_bytes(content)

    assert {"document", "package"} <= subjects
