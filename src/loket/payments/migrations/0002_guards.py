from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        guards.immutable(
            "payments_invoice",
            [
                "order_id",
                "office_id",
                "year",
                "serial",
                "number",
                "document_id",
                "tariff_book",
                "full_amount",
                "total",
                "issued_at",
                "issued_by_id",
            ],
        ),
        guards.append_only("payments_invoiceline"),
        guards.append_only("payments_settlement"),
        guards.append_only("payments_waiver"),
        guards.immutable("payments_billing", ["invoice_id", "code", "amount", "issued_at"]),
        guards.immutable("payments_notice", ["provider", "notice_id", "received_at", "raw"]),
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
            ],
        ),
        guards.no_delete("payments_paymentexception"),
        guards.no_delete("payments_transferproof"),
    ]
