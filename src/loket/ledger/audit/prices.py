"""V2: each invoice's amounts follow from the tariff book that was frozen with it.

The arithmetic of tariffs is written here a second time, in decimals instead of fractions, from
the book's record alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DecimalException,
    localcontext,
)
from typing import Any
from zoneinfo import ZoneInfo

from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Row, Scope, document, instant, rows, scoped

LINES = """
    SELECT office.code AS office, i.number, l.position, l.kind, l.tariff_class, l.quantity,
           l.reduction_percent, l.full_amount, l.amount, b.record
    FROM payments_invoiceline l
    JOIN payments_invoice i ON i.id = l.invoice_id
    JOIN payments_frozenbook b ON b.id = i.book_id
    JOIN people_office office ON office.id = i.office_id
    ORDER BY i.id, l.position
"""
INVOICES = """
    SELECT office.code AS office, office.time_zone, i.id, i.number, i.order_id, i.office_id,
           i.issued_at, i.full_amount, i.book_id, b.digest, b.code, i.tariff_book,
           (SELECT SUM(l.full_amount) FROM payments_invoiceline l WHERE l.invoice_id = i.id)
               AS full_lines,
           (SELECT COUNT(*) FROM payments_invoice e WHERE e.order_id = i.order_id
             AND e.id < i.id AND e.book_id = i.book_id) AS continued
    FROM payments_invoice i
    JOIN people_office office ON office.id = i.office_id
    JOIN payments_frozenbook b ON b.id = i.book_id
    ORDER BY i.id
"""
ADOPTED = """
    SELECT office_id, effective_from, effective_to, digest FROM catalogue_tariffversion
    WHERE adopted_at IS NOT NULL ORDER BY office_id, effective_from
"""
ROUNDINGS = {"half_up": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}
EXACT = Context(prec=60)  # digits: far more than rupiah and bytes can need
FULL = Decimal(100)


def check(scope: Scope) -> Iterator[Finding]:
    """V2: amounts are what the frozen book says, and the book is the one then in force."""
    for row in scoped(LINES, scope):
        worked_out = amounts(document(row["record"]), row)
        if worked_out != (row["full_amount"], row["amount"]):
            yield _wrong(
                row,
                f"Jumlah baris {row['position']} bukan hasil hitung menurut buku tarifnya.",
                f"The amount of line {row['position']} does not follow from its tariff book.",
            )
    adopted = _adopted()
    for row in scoped(INVOICES, scope):
        if row["full_amount"] != row["full_lines"] or row["code"] != row["tariff_book"]:
            yield _wrong(
                row,
                "Tarif penuh invoice bukan jumlah barisnya, atau bukan menurut buku tarifnya.",
                "The invoice's full tariff is not the sum of its lines, or not of its book.",
            )
        if not row["continued"] and not _in_force(row, adopted.get(row["office_id"], [])):
            yield _wrong(
                row,
                "Invoice dihitung menurut buku tarif yang tidak berlaku pada hari terbitnya.",
                "The invoice was priced by a book that was not in force on its day.",
            )


def amounts(book: Mapping[str, Any], line: Row) -> tuple[int, int] | None:
    """Return full tariff and amount to pay in rupiah; None if the book cannot price the line."""
    for one in book["lines"]:
        if (one["kind"], one["tariff_class"]) == (line["kind"], line["tariff_class"]):
            break
    else:
        return None
    if any(tier["price"] is None for tier in one["tiers"]) or line["quantity"] <= 0:
        return None
    with localcontext(EXACT):
        try:
            full = _whole(_exact(one, int(line["quantity"])), one["rounding"])
            left = FULL - Decimal(str(line["reduction_percent"]))
            return full, _whole(full * left / FULL, one["rounding"])
        except DecimalException:
            return None


def _exact(line: Mapping[str, Any], quantity: int) -> Decimal:
    megabyte = line["mb_bytes"]
    limits = [
        None if tier["upto"] is None else tier["upto"] * (megabyte if tier["in_mb"] else 1)
        for tier in line["tiers"]
    ]
    if line["brackets"] == "whole":
        reached = next(
            tier
            for tier, limit in zip(line["tiers"], limits, strict=True)
            if limit is None or quantity <= limit
        )
        return _portion(reached, quantity)
    total, priced = Decimal(0), 0
    for tier, limit in zip(line["tiers"], limits, strict=True):
        upto = quantity if limit is None or limit > quantity else limit
        if upto > priced:
            total += _portion(tier, upto - priced)
            priced = upto
    return total


def _portion(tier: Mapping[str, Any], units: int) -> Decimal:
    price = Decimal(tier["price"])
    if tier["mode"] == "flat":
        return price
    shares = Decimal(units) / Decimal(tier["per"])
    if tier["mode"] == "per_unit":
        shares = shares.to_integral_value(rounding=ROUND_CEILING)
    return shares * price


def _whole(amount: Decimal, rounding: str) -> int:
    # A third of a rupiah three times is a rupiah again, though decimals only come near it.
    near = amount.quantize(Decimal("1e-30"), rounding=ROUND_HALF_UP)
    return int(near.to_integral_value(rounding=ROUNDINGS[rounding]))


def _adopted() -> dict[int, list[Row]]:
    books: dict[int, list[Row]] = {}
    for row in rows(ADOPTED):
        books.setdefault(row["office_id"], []).append(row)
    return books


def _in_force(row: Row, adopted: list[Row]) -> bool:
    """Whether the invoice's book is the adopted one begun latest; before the first, any may be."""
    issued = instant(row["issued_at"]) or datetime.min.replace(tzinfo=UTC)
    day = issued.astimezone(ZoneInfo(row["time_zone"])).date().isoformat()
    begun = [one for one in adopted if str(one["effective_from"]) <= day]
    if not begun:
        return True
    latest = begun[-1]
    lasts = latest["effective_to"] is None or str(latest["effective_to"]) >= day
    return lasts and bool(latest["digest"] == row["digest"])


def _wrong(row: Row, id: str, en: str) -> Finding:
    return Finding("V2", row["office"], f"paper:{row['number']}", id, en)
