from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        guards.immutable(
            "documents_document",
            ["kind", "number", "office", "subject", "data", "sha256", "code", "issued_at"],
        ),
        guards.immutable("documents_upload", ["subject", "purpose", "sha256", "size", "at"]),
    ]
