from __future__ import annotations

from django.db import migrations

from loket.ledger import guards

# An order may change state only together with its event, along a legal move, one revision
# at a time. The event is written first, in the same transaction.
CHANGED = (
    "OLD.state IS DISTINCT FROM NEW.state OR OLD.facts IS DISTINCT FROM NEW.facts "
    "OR OLD.revision IS DISTINCT FROM NEW.revision"
)
SUBJECT_SQLITE = (
    "'order:' || substr(NEW.public_id,1,8) || '-' || substr(NEW.public_id,9,4) || '-' || "
    "substr(NEW.public_id,13,4) || '-' || substr(NEW.public_id,17,4) || '-' || "
    "substr(NEW.public_id,21)"
)
SUBJECT_POSTGRESQL = "'order:' || NEW.public_id::text"
LEGAL = (
    "NEW.revision = OLD.revision + 1 AND EXISTS (SELECT 1 FROM ledger_event e "
    "JOIN orders_legalmove m ON m.action = e.action WHERE e.subject = {subject} "
    "AND e.revision = NEW.revision AND m.channel = NEW.channel "
    "AND m.process_version = NEW.process_version "
    "AND m.from_state = OLD.state AND m.to_state = NEW.state)"
)
SQLITE = [
    "DROP TRIGGER IF EXISTS orders_order_moves_legally",
    "CREATE TRIGGER orders_order_moves_legally BEFORE UPDATE ON orders_order FOR EACH ROW "
    f"WHEN ({CHANGED}) BEGIN SELECT RAISE(ABORT, 'loket: refused by the database: "
    f"orders_order_moves_legally') WHERE NOT ({LEGAL.format(subject=SUBJECT_SQLITE)}); END",
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION orders_order_moves_legally() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$BEGIN IF NOT ({LEGAL.format(subject=SUBJECT_POSTGRESQL)}) THEN "
    "RAISE EXCEPTION 'loket: refused by the database: orders_order_moves_legally' "
    "USING ERRCODE = '23514'; END IF; RETURN NEW; END$$",
    "DROP TRIGGER IF EXISTS orders_order_moves_legally ON orders_order",
    "CREATE TRIGGER orders_order_moves_legally BEFORE UPDATE ON orders_order FOR EACH ROW "
    f"WHEN ({CHANGED}) EXECUTE FUNCTION orders_order_moves_legally()",
]


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        guards.run(SQLITE, POSTGRESQL),
        guards.append_only("orders_legalmove"),
    ]
