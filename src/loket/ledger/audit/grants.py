"""V1: no data leave without money (or an approved zero tariff) and a signed agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Row, Scope, instant, public_id, scoped

ALL = 100  # per cent

GRANTS = """
    SELECT office.code AS office, g.public_id, g.order_id, g.settlement_id, g.waiver_id,
           g.manifest_sha256, g.opened_at, s.id AS settlement, s.amount, w.id AS waiver, w.percent,
           i.id AS invoice, i.total, i.order_id AS invoice_order,
           a.order_id AS sppd_order, a.received_at,
           p.order_id AS package_order, p.sha256, p.check_sha256,
           (SELECT COUNT(*) FROM delivery_releasedecision d
            WHERE d.order_id = p.order_id AND d.check_sha256 = p.check_sha256
              AND d.approved AND d.at <= g.opened_at AND d.decided_by_id <> d.prepared_by_id
           ) AS decisions
    FROM delivery_grant g
    LEFT JOIN orders_order o ON o.id = g.order_id
    LEFT JOIN people_office office ON office.id = o.office_id
    LEFT JOIN payments_settlement s ON s.id = g.settlement_id
    LEFT JOIN payments_waiver w ON w.id = g.waiver_id
    LEFT JOIN payments_invoice i ON i.id = COALESCE(s.invoice_id, w.invoice_id)
    LEFT JOIN agreements_sppd a ON a.id = g.sppd_id
    LEFT JOIN delivery_package p ON p.id = g.package_id
    ORDER BY g.id
"""
RELEASED_WITHOUT = """
    SELECT office.code AS office, o.public_id
    FROM orders_order o JOIN people_office office ON office.id = o.office_id
    WHERE o.state IN ('DELIVERED', 'CORRECTING', 'CORRECTED', 'COMPLETED')
      AND NOT EXISTS (SELECT 1 FROM delivery_grant g WHERE g.order_id = o.id)
"""


def check(scope: Scope) -> Iterator[Finding]:
    for row in scoped(GRANTS, scope):
        for is_wrong, id, en in RULES:
            if is_wrong(row):
                subject = f"grant:{public_id(row['public_id'])}"
                yield Finding("V1", row["office"] or "", subject, id, en)
    for row in scoped(RELEASED_WITHOUT, scope):
        yield Finding(
            "V1",
            row["office"],
            f"order:{public_id(row['public_id'])}",
            "Pesanan sudah diserahkan tanpa izin pengeluaran data.",
            "The order was handed over without a delivery grant.",
        )


def _not_exactly_one(row: Row) -> bool:
    return (row["settlement_id"] is None) == (row["waiver_id"] is None)


def _evidence_is_missing(row: Row) -> bool:
    return row["settlement"] is None and row["waiver"] is None


def _of_another_order(row: Row) -> bool:
    owners = {row["invoice_order"], row["sppd_order"], row["package_order"]} - {None}
    return bool(owners - {row["order_id"]})


def _amount_differs(row: Row) -> bool:
    if row["settlement"] is not None:
        return bool(row["amount"] != row["total"])
    return row["waiver"] is not None and (row["total"] != 0 or row["percent"] != ALL)


def _not_signed(row: Row) -> bool:
    received, opened = instant(row["received_at"]), instant(row["opened_at"])
    return received is None or opened is None or received > opened


def _other_package(row: Row) -> bool:
    return bool(row["manifest_sha256"] != row["sha256"])


def _undecided(row: Row) -> bool:
    return bool(row["check_sha256"]) and not row["decisions"]


RULES: tuple[tuple[Callable[[Row], bool], str, str], ...] = (
    (
        _not_exactly_one,
        "Izin harus merujuk tepat satu: pelunasan atau tarif nol.",
        "The grant must name exactly one: a settlement or a waiver.",
    ),
    (
        _evidence_is_missing,
        "Pelunasan atau tarif nol yang dirujuk tidak ada.",
        "The settlement or waiver that is named does not exist.",
    ),
    (
        _of_another_order,
        "Tagihan, SPPD, atau paket milik pesanan lain.",
        "The invoice, agreement or package belongs to another order.",
    ),
    (
        _amount_differs,
        "Jumlah yang dibayar tidak sama dengan jumlah invoice.",
        "The amount paid is not the invoice's total.",
    ),
    (
        _not_signed,
        "SPPD belum diterima ketika izin dibuka.",
        "The agreement was not in when the grant was opened.",
    ),
    (
        _other_package,
        "Paket yang diizinkan bukan paket yang disiapkan.",
        "The package granted is not the package prepared.",
    ),
    (
        _undecided,
        "Temuan pemeriksaan pelepasan belum diputuskan orang lain.",
        "Nobody else decided what the release check had found.",
    ),
)
