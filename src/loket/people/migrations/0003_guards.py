from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("people", "0002_office_change"), ("ledger", "0002_guards")]
    operations = [
        guards.immutable(
            "people_officechange", ["office_id", "proposal", "requested_by_id", "requested_at"]
        ),
    ]
