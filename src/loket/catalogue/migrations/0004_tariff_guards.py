from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_tariff_versions"), ("ledger", "0002_guards")]
    operations = [
        # An adopted book never changes; another price is another version.
        guards.final_once("catalogue_tariffversion", "adopted_at"),
    ]
