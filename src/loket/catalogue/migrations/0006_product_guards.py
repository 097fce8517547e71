from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_product_settings")]
    operations = [
        # SQLite made the table anew.
        guards.immutable("catalogue_product", ["code", "kind", "office_id"]),
        guards.no_delete("catalogue_productchange"),
    ]
