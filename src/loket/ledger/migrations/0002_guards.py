from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        guards.append_only("ledger_event"),
        guards.append_only("ledger_checkpoint"),
        guards.no_delete("ledger_series"),
        guards.immutable("ledger_message", ["topic", "name", "office", "subject", "dedupe_key"]),
    ]
