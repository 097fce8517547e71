from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    # SQLite writes a table anew when it gains a column, and loses its triggers by that.
    dependencies = [
        ("payments", "0007_reconciliation_and_returns"),
        ("ledger", "0002_guards"),
    ]
    operations = [
        guards.immutable("payments_billing", ["invoice_id", "code", "amount", "issued_at"]),
        guards.immutable(
            "payments_kuitansi",
            [
                "office_id",
                "year",
                "serial",
                "number",
                "settlement_id",
                "waiver_id",
                "document_id",
                "amount",
                "issued_at",
                "treasurer_id",
                "replaces_id",
            ],
        ),
        guards.immutable(
            "payments_paymentexception",
            [
                "office",
                "kind",
                "notice_id",
                "billing_id",
                "order_id",
                "code",
                "ntpn",
                "amount",
                "paid_at",
            ],
        ),
        guards.append_only("payments_reconciliationrun"),
        guards.immutable(
            "payments_reconciliationline",
            [
                "run_id",
                "position",
                "verdict",
                "code",
                "ntpn",
                "theirs",
                "our_amount",
                "our_ntpn",
                "our_paid_at",
                "settlement_id",
                "deposit_id",
            ],
        ),
        guards.immutable(
            "payments_revenuereturn",
            [
                "office_id",
                "order_id",
                "settlement_id",
                "exception_id",
                "ground",
                "reason",
                "ntpn",
                "paid_on",
                "paid_amount",
                "amount",
                "way",
                "claimant",
                "account_number",
                "asked_on",
                "letter_number",
                "prepared_by_id",
                "prepared_at",
            ],
        ),
    ]
