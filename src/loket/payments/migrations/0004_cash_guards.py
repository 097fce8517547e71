from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_cash"), ("ledger", "0002_guards")]
    operations = [
        guards.immutable(
            "payments_cashdeposit",
            ["office_id", "code", "amount", "expires_at", "made_at", "made_by_id"],
        ),
        guards.immutable("payments_depositedcash", ["deposit_id", "settlement_id"]),
        guards.append_only("payments_dayclose"),
        guards.immutable(
            "payments_paymentexception",
            ["office", "kind", "notice_id", "billing_id", "order_id", "ntpn", "amount", "paid_at"],
        ),
    ]
