"""Trail, moves, queue, duties, downloads and letters, spoiled."""

from __future__ import annotations

from tests.ledger.audit.seeds import seed

A_TICKET = "(SELECT MIN(id) FROM counter_ticket)"
LAST_TICKET = "(SELECT MAX(id) FROM counter_ticket)"
ORDER_MOVES = "revision IS NOT NULL AND subject LIKE 'order:%%'"

SEEDS = [
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
