"""Money, agreements and printed numbers, spoiled."""

from __future__ import annotations

from tests.ledger.audit.seeds import seed

FIRST_ORDER = "(SELECT MIN(id) FROM orders_order)"
A_PERSON = "(SELECT MIN(id) FROM people_user)"

SEEDS = [
    seed(
        "V1",
        "grant without evidence",
        "delivery_grant",
        "UPDATE delivery_grant SET settlement_id = NULL, waiver_id = NULL",
    ),
    seed(
        "V1",
        "grant with both kinds of evidence",
        "delivery_grant",
        "UPDATE delivery_grant SET settlement_id = 1, waiver_id = 1",
    ),
    seed(
        "V1",
        "grant naming a settlement that is not there",
        "delivery_grant",
        "UPDATE delivery_grant SET settlement_id = 987654 WHERE settlement_id IS NOT NULL",
    ),
    seed(
        "V1",
        "agreement not received",
        "agreements_sppd",
        "UPDATE agreements_sppd SET received_at = NULL",
    ),
    seed(
        "V1",
        "agreement received after the release",
        "agreements_sppd",
        "UPDATE agreements_sppd SET received_at = '2026-12-24 00:00:00+00' "
        "WHERE received_at IS NOT NULL",
    ),
    seed(
        "V1",
        "settled for less",
        "payments_settlement",
        "UPDATE payments_settlement SET amount = amount - 1",
    ),
    seed(
        "V1",
        "waiver for an invoice that has a price",
        "payments_invoice",
        "UPDATE payments_invoice SET total = 5, full_amount = 20000 WHERE total = 0 "
        "AND cancelled_at IS NULL",
    ),
    seed(
        "V1",
        "agreement of another order",
        "agreements_sppd",
        f"UPDATE agreements_sppd SET order_id = {FIRST_ORDER}",
    ),
    seed(
        "V1",
        "another package",
        "delivery_package",
        "UPDATE delivery_package SET sha256 = '00'",
    ),
    seed("V1", "handed over without a grant", "delivery_grant", "DELETE FROM delivery_grant"),
    seed(
        "V2",
        "line changed",
        "payments_invoiceline",
        "UPDATE payments_invoiceline SET amount = amount + 1",
    ),
    seed(
        "V2",
        "invoice and line changed together",
        "payments_invoice payments_invoiceline",
        "UPDATE payments_invoiceline SET amount = 10",
        "UPDATE payments_invoice SET total = 10, full_amount = 20000",
    ),
    seed(
        "V2",
        "frozen book made cheaper",
        "payments_frozenbook",
        "UPDATE payments_frozenbook"
        " SET record = CAST(REPLACE(CAST(record AS TEXT), '20000', '20') AS JSONB)",
    ),
    seed(
        "V2",
        "bytes changed",
        "payments_invoiceline",
        "UPDATE payments_invoiceline SET quantity = quantity + 5000000",
    ),
    seed(
        "V2",
        "reduction that nobody granted",
        "payments_invoiceline",
        "UPDATE payments_invoiceline SET reduction_percent = 50 WHERE reduction_percent = 0",
    ),
    seed(
        "V11",
        "tariff book adopted by its writer",
        "catalogue_tariffversion",
        "INSERT INTO catalogue_tariffversion (id, office_id, code, version, digest, edited_by_id, "
        "adopted_by_id, effective_from, adopted_at) SELECT 1, id, 'PP-13-2024', 1, '00', 1, 1, "
        "'2027-01-01', '2025-12-01 00:00:00+00' FROM people_office WHERE code = '3304'",
    ),
    seed(
        "V1",
        "grant on a waiver of a part",
        "payments_waiver",
        "UPDATE payments_waiver SET percent = 50",
    ),
    seed(
        "V2",
        "another book in force on the day",
        "catalogue_tariffversion",
        "INSERT INTO catalogue_tariffversion (id, office_id, code, version, digest, "
        "effective_from, adopted_at) SELECT 1, id, 'PP-13-2024', 1, '00', '2026-01-01', "
        "'2025-12-01 00:00:00+00' FROM people_office WHERE code = '3304'",
    ),
    seed(
        "V5",
        "day close missing",
        "payments_dayclose",
        "DELETE FROM payments_dayclose",
    ),
    seed(
        "V2",
        "paper exchanged",
        "documents_document",
        "UPDATE documents_document SET sha256 = '00' WHERE kind = 'kuitansi'",
    ),
    seed(
        "V2",
        "kuitansi changed",
        "payments_kuitansi",
        "UPDATE payments_kuitansi SET amount = amount + 1",
    ),
    seed(
        "V3",
        "invoice settled twice",
        "payments_settlement",
        "INSERT INTO payments_settlement (id, invoice_id, method, amount) "
        "SELECT 9001, invoice_id, method, amount FROM payments_settlement",
    ),
    seed(
        "V3",
        "settlement that is not the invoice's total",
        "payments_settlement",
        "UPDATE payments_settlement SET amount = 1",
    ),
    seed(
        "V3",
        "billing code of another invoice",
        "payments_settlement payments_billing",
        "INSERT INTO payments_billing (id, invoice_id, code, amount) "
        "SELECT 9001, 987654, '1', amount FROM payments_settlement",
        "UPDATE payments_settlement SET billing_id = 9001",
    ),
    seed(
        "V4",
        "notice that nobody looks into",
        "payments_notice",
        "INSERT INTO payments_notice (id, outcome, received_at) "
        "VALUES (1, 'waiting', '2026-11-23 04:59:00+00')",
    ),
    seed(
        "V5",
        "kuitansi missing",
        "payments_kuitansi",
        "DELETE FROM payments_kuitansi WHERE serial = 1",
    ),
    seed(
        "V5",
        "invoice number twice",
        "payments_invoice",
        "UPDATE payments_invoice SET serial = 1, number = '00001/INV/3304/2026' WHERE serial = 2",
    ),
    seed(
        "V5",
        "number that does not say its serial",
        "payments_invoice",
        "UPDATE payments_invoice SET number = '00009/INV/3304/2026' WHERE serial = 2",
    ),
    seed(
        "V5",
        "series set back",
        "ledger_series",
        "UPDATE ledger_series SET last = last - 1 WHERE kind = 'kuitansi'",
    ),
    seed("V5", "sppd missing", "agreements_sppd", "DELETE FROM agreements_sppd"),
    seed("V5", "hand-over missing", "delivery_handover", "DELETE FROM delivery_handover"),
    seed(
        "V5",
        "cancellation missing",
        "payments_invoice",
        "UPDATE payments_invoice SET cancellation_id = NULL WHERE cancellation_id IS NOT NULL",
    ),
    seed(
        "V5",
        "order reference taken away",
        "orders_order",
        "UPDATE orders_order SET reference = NULL WHERE channel = 'walk_in'",
    ),
    seed(
        "V5",
        "order reference out of form",
        "orders_order",
        "UPDATE orders_order SET reference = 'abc' WHERE channel = 'walk_in'",
    ),
    seed(
        "V5",
        "kuitansi voided by one person",
        "payments_kuitansi",
        f"UPDATE payments_kuitansi SET voided_at = issued_at, void_reason = 'x', "
        f"void_requested_by_id = {A_PERSON}, voided_by_id = {A_PERSON}",
    ),
    seed(
        "V5",
        "kuitansi voided without a reason",
        "payments_kuitansi",
        f"UPDATE payments_kuitansi SET voided_at = issued_at, void_requested_by_id = 1, "
        f"voided_by_id = {A_PERSON}, void_reason = ''",
    ),
]
