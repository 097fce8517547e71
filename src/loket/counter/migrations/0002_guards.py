from __future__ import annotations

from django.db import migrations

from loket.ledger import guards

STEP = "NEW.revision <> OLD.revision + 1 AND OLD.state IS DISTINCT FROM NEW.state"
NAME = "counter_ticket_moves_by_one"
REFUSED = f"{guards.REFUSED}: {NAME}"


class Migration(migrations.Migration):
    dependencies = [("counter", "0001_initial")]
    operations = [
        guards.immutable(
            "counter_ticket",
            [
                "public_id",
                "visit_id",
                "office_id",
                "service_id",
                "day",
                "number",
                "taken_at",
                "follows_id",
            ],
        ),
        guards.run(
            [
                f"CREATE TRIGGER {NAME} BEFORE UPDATE ON counter_ticket FOR EACH ROW "
                f"WHEN ({STEP}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
            ],
            [
                f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = '23514'; END$$",
                f"CREATE TRIGGER {NAME} BEFORE UPDATE ON counter_ticket FOR EACH ROW "
                f"WHEN ({STEP}) EXECUTE FUNCTION {NAME}()",
            ],
        ),
        guards.immutable(
            "counter_period", ["ticket_id", "service_id", "state", "started_at", "counter_id"]
        ),
        guards.immutable("counter_visit", ["public_id", "office_id", "opened_at", "origin"]),
        guards.append_only("counter_call"),
        guards.append_only("counter_prioritypolicy"),
        guards.append_only("counter_preprintedslip"),
    ]
