from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("payments", "0010_invoice_costs"), ("ledger", "0002_guards")]
    operations = [guards.append_only("payments_invoicecost")]
