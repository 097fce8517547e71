"""V13: packages went only to the right account, within days and before revocation."""

from __future__ import annotations

from collections.abc import Iterator

from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Scope, instant, public_id, scoped

DOWNLOADS = """
    SELECT office.code AS office, g.public_id, g.opened_at, g.expires_at, g.revoked_at, d.at,
           d.first_byte, d.last_byte, p.size,
           CASE WHEN d.by_id = o.buyer_id THEN 1 WHEN EXISTS (
               SELECT 1 FROM people_assignment a
               WHERE a.user_id = d.by_id AND a.office_id = o.office_id) THEN 1
           ELSE 0 END AS rightful
    FROM delivery_download d JOIN delivery_grant g ON g.id = d.grant_id
    JOIN delivery_package p ON p.id = g.package_id
    JOIN orders_order o ON o.id = g.order_id
    JOIN people_office office ON office.id = o.office_id
    ORDER BY d.id
"""
WHOLE = """
    SELECT office.code AS office, g.public_id, g.downloads_allowed,
           (SELECT COUNT(*) FROM delivery_download d
             WHERE d.grant_id = g.id AND d.first_byte = 0 AND d.last_byte = p.size - 1) AS whole
    FROM delivery_grant g JOIN delivery_package p ON p.id = g.package_id
    JOIN orders_order o ON o.id = g.order_id
    JOIN people_office office ON office.id = o.office_id
"""


def check(scope: Scope) -> Iterator[Finding]:
    for row in scoped(DOWNLOADS, scope):
        at, opened = instant(row["at"]), instant(row["opened_at"])
        until = [instant(row[name]) for name in ("expires_at", "revoked_at") if row[name]]
        subject = f"grant:{public_id(row['public_id'])}"
        if not at or not opened or at < opened or any(end and at > end for end in until):
            yield Finding(
                "V13",
                row["office"],
                subject,
                "Data diunduh di luar masa berlaku izin.",
                "Data were downloaded outside the grant's validity.",
            )
        if not row["rightful"]:
            yield Finding(
                "V13",
                row["office"],
                subject,
                "Data diunduh oleh orang yang tidak berhak.",
                "Data were downloaded by somebody without a right to them.",
            )
    for row in scoped(WHOLE, scope):
        if row["whole"] > row["downloads_allowed"]:
            yield Finding(
                "V13",
                row["office"],
                f"grant:{public_id(row['public_id'])}",
                "Data diunduh lebih sering daripada yang diizinkan.",
                "Data were downloaded more often than the grant allows.",
            )
