from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    # SQLite writes a table anew when it gains a column, and loses its triggers by that.
    dependencies = [
        ("payments", "0005_frozen_books_and_reductions"),
        ("ledger", "0002_guards"),
    ]
    operations = [
        guards.append_only("payments_frozenbook"),
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
                "book_id",
                "full_amount",
                "total",
                "issued_at",
                "issued_by_id",
            ],
        ),
        guards.append_only("payments_invoiceline"),
        guards.append_only("payments_waiver"),
    ]
