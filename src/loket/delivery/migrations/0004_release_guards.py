from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_release_and_leaks")]
    operations = [
        guards.no_delete("delivery_package"),  # SQLite made the table anew
        guards.append_only("delivery_releasedecision"),
        guards.no_delete("delivery_realsample"),
        guards.immutable(
            "delivery_investigation", ["public_id", "office_id", "opened_by_id", "sha256", "blob"]
        ),
    ]
