"""V2, V3, V4: invoices add up and never change, money settles once, no notice is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Row, Scope, document, instant, rows, scoped

LONGEST_WAIT = timedelta(days=1)  # of a notice for its outcome
HEADQUARTERS = "0000"

INVOICES = """
    SELECT office.code AS office, i.number, i.total, i.full_amount, d.sha256,
           (SELECT SUM(l.amount) FROM payments_invoiceline l WHERE l.invoice_id = i.id) AS lines,
           (SELECT COUNT(*) FROM payments_invoiceline l WHERE l.invoice_id = i.id
             AND l.amount <> CAST(l.amount AS BIGINT)) AS broken
    FROM payments_invoice i
    JOIN people_office office ON office.id = i.office_id
    LEFT JOIN documents_document d ON d.id = i.document_id
    ORDER BY i.id
"""
KUITANSI = """
    SELECT office.code AS office, k.number, k.amount AS total, d.sha256
    FROM payments_kuitansi k
    JOIN people_office office ON office.id = k.office_id
    LEFT JOIN documents_document d ON d.id = k.document_id
    ORDER BY k.id
"""
NUMBERED = "SELECT payload FROM ledger_event WHERE action = %s"
SETTLEMENTS = """
    SELECT office.code AS office, i.number, i.total, s.id, s.invoice_id, s.amount, s.method,
           s.billing_id, s.ntpn, b.amount AS billed, b.invoice_id AS billed_invoice
    FROM payments_settlement s
    JOIN payments_invoice i ON i.id = s.invoice_id
    JOIN people_office office ON office.id = i.office_id
    LEFT JOIN payments_billing b ON b.id = s.billing_id
    ORDER BY s.id
"""
NOTICES = """
    SELECT n.id, n.outcome, n.received_at, m.office, m.dead_at, m.id AS message
    FROM payments_notice n
    LEFT JOIN ledger_message m ON m.name = 'settle_notice' AND m.subject = 'notice:' || n.id
    ORDER BY n.id
"""


def invoices(scope: Scope) -> Iterator[Finding]:
    """V2: totals are the sums of their lines, whole rupiah, and as the trail recorded them."""
    told = _told("number_invoice")
    for row in scoped(INVOICES, scope):
        if row["total"] != (row["lines"] or 0) or row["total"] > row["full_amount"]:
            yield _invoice(
                row,
                "Jumlah invoice bukan jumlah barisnya.",
                "The invoice's total is not the sum of its lines.",
            )
        if row["broken"] or row["total"] != int(row["total"]):
            yield _invoice(row, "Jumlah bukan rupiah bulat.", "The amount is not whole rupiah.")
        yield from _as_told(row, told, "total")
    told = _told("number_kuitansi")
    for row in scoped(KUITANSI, scope):
        yield from _as_told(row, told, "amount")


def settlements(scope: Scope) -> Iterator[Finding]:
    """V3: an invoice, a billing code and an NTPN settle once, for the full amount."""
    seen: set[tuple[str, object]] = set()
    for row in scoped(SETTLEMENTS, scope):
        keys = {(name, row[name]) for name in ("invoice_id", "billing_id", "ntpn") if row[name]}
        if keys & seen:
            yield _settlement(
                row,
                "Invoice, kode billing, atau NTPN dipakai untuk dua pelunasan.",
                "The invoice, billing code or NTPN settles twice.",
            )
        seen |= keys
        if row["amount"] != row["total"] or row["billed"] not in {None, row["amount"]}:
            yield _settlement(
                row,
                "Pelunasan tidak sama dengan jumlah invoice atau kode billing.",
                "The settlement is not the amount of the invoice or of the billing code.",
            )
        if row["billed_invoice"] not in {None, row["invoice_id"]}:
            yield _settlement(
                row,
                "Kode billing milik invoice lain.",
                "The billing code belongs to another invoice.",
            )


def notices(scope: Scope) -> Iterator[Finding]:
    """V4: every notice received has an outcome, or is still being looked into."""
    for row in rows(NOTICES):
        office = row["office"] or HEADQUARTERS
        if not scope.covers(office) or row["outcome"] != "waiting":
            continue
        received = instant(row["received_at"])
        is_late = received is None or scope.at - received > LONGEST_WAIT
        if row["message"] is None or row["dead_at"] is not None or is_late:
            yield Finding(
                "V4",
                office,
                f"notice:{row['id']}",
                "Pemberitahuan pembayaran tidak ditindaklanjuti.",
                "A payment notice is not being acted upon.",
            )


def _told(action: str) -> dict[str, Row]:
    told = (document(row["payload"]) for row in rows(NUMBERED, [action]))
    return {payload["number"]: payload for payload in told}


def _as_told(row: Row, told: dict[str, Row], amount: str) -> Iterator[Finding]:
    event = told.get(row["number"])
    if event is None or event[amount] != row["total"] or event["sha256"] != row["sha256"]:
        yield Finding(
            "V2",
            row["office"],
            f"paper:{row['number']}",
            "Jumlah atau dokumen tidak sama dengan yang dicatat ketika diterbitkan.",
            "Amount or paper is not as recorded when it was issued.",
        )


def _invoice(row: Row, id: str, en: str) -> Finding:
    return Finding("V2", row["office"], f"paper:{row['number']}", id, en)


def _settlement(row: Row, id: str, en: str) -> Finding:
    return Finding("V3", row["office"], f"paper:{row['number']}", id, en)
