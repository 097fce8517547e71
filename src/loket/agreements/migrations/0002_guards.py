from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        guards.append_only("agreements_review"),
        guards.immutable("agreements_sppd", ["order_id", "number", "document_id", "issued_at"]),
    ]
