"""V11, V19: nobody approves their own request, or settles and releases one order."""

from __future__ import annotations

from collections.abc import Iterator

from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Scope, scoped

SAME_PERSON: tuple[tuple[str, str, str], ...] = (
    (
        """SELECT office.code AS office, 'tariff:' || v.code || ' v' || v.version AS subject
           FROM catalogue_tariffversion v JOIN people_office office ON office.id = v.office_id
           WHERE v.adopted_at IS NOT NULL AND (v.adopted_by_id IS NULL
             OR v.adopted_by_id = v.proposed_by_id OR v.adopted_by_id = v.edited_by_id)""",
        "Buku tarif ditetapkan oleh penyusun atau pengusulnya sendiri.",
        "A tariff book was adopted by who wrote or proposed it.",
    ),
    (
        """SELECT office.code AS office, 'paper:' || i.number AS subject
           FROM payments_waiver w JOIN payments_invoice i ON i.id = w.invoice_id
           JOIN people_office office ON office.id = i.office_id
           WHERE w.requested_by_id = w.approved_by_id""",
        "Tarif nol disetujui oleh pemohonnya sendiri.",
        "The zero tariff was approved by the person who asked for it.",
    ),
    (
        """SELECT office.code AS office, 'return:' || r.id AS subject
           FROM payments_revenuereturn r JOIN people_office office ON office.id = r.office_id
           WHERE r.approved_by_id = r.prepared_by_id""",
        "Permohonan pengembalian disetujui oleh penyusunnya sendiri.",
        "A request for return was approved by the person who prepared it.",
    ),
    (
        """SELECT office.code AS office, 'assignment:' || a.id AS subject
           FROM people_assignment a LEFT JOIN people_office office ON office.id = a.office_id
           WHERE a.granted_by_id = a.user_id""",
        "Peran diberikan kepada diri sendiri.",
        "A role was granted by its holder.",
    ),
    (
        """SELECT office.code AS office, 'paper:' || i.number AS subject
           FROM delivery_grant g
           LEFT JOIN payments_settlement s ON s.id = g.settlement_id
           LEFT JOIN payments_waiver w ON w.id = g.waiver_id
           JOIN payments_invoice i ON i.id = COALESCE(s.invoice_id, w.invoice_id)
           JOIN people_office office ON office.id = i.office_id
           JOIN ledger_event e ON e.action = 'open_grant' AND e.at = g.opened_at
           WHERE e.person = COALESCE(s.recorded_by_id, w.approved_by_id)
             AND e.role <> 'buyer'""",
        "Orang yang sama mencatat pelunasan dan menyerahkan data.",
        "The same person settled and released the order.",
    ),
)
UNJUDGED = """
    SELECT office.code AS office, 'paper:' || a.number AS subject
    FROM agreements_sppd a JOIN orders_order o ON o.id = a.order_id
    JOIN people_office office ON office.id = o.office_id
    JOIN documents_upload u ON u.id = a.upload_id
    WHERE a.received_at IS NOT NULL AND a.form = 'electronic' AND u.verdict <> 'clean'
"""


def check(scope: Scope) -> Iterator[Finding]:
    """V11: two pairs of eyes where the rules ask for them."""
    for sql, id, en in SAME_PERSON:
        for row in scoped(sql, scope):
            yield Finding("V11", row["office"] or "", row["subject"], id, en)


def uploads(scope: Scope) -> Iterator[Finding]:
    """V19: no uploaded file is relied upon before it has been judged clean."""
    for row in scoped(UNJUDGED, scope):
        yield Finding(
            "V19",
            row["office"],
            row["subject"],
            "SPPD diterima atas berkas yang belum dinyatakan aman.",
            "The agreement was received on a file that is not judged clean.",
        )
