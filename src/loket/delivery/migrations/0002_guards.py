from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        guards.immutable(
            "delivery_grant",
            ["order_id", "package_id", "settlement_id", "waiver_id", "sppd_id", "manifest_sha256"],
        ),
        guards.append_only("delivery_download"),
        guards.append_only("delivery_handover"),
        guards.no_delete("delivery_package"),
        guards.no_delete("delivery_errorreport"),
    ]
