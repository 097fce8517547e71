"""Read a SIMPONI export: find its header, read its rows, name those that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from loket.adapters.billing.statements import values
from loket.adapters.billing.statements.columns import columns_of
from loket.adapters.billing.statements.tables import Row, tables
from loket.ports.statements import RowProblem, Statement, StatementError, StatementRow
from loket.rules.wording import RuleError, Text

_HEADER_WITHIN: Final = 30  # rows
_UNPAID = re.compile(r"belum|kedaluwarsa|kadaluarsa|expired|unpaid", re.IGNORECASE)
_REVERSED = re.compile(r"batal|revers|tarik|void", re.IGNORECASE)
_SATKER = re.compile(r"[0-9]{6}")
_TOTALS = re.compile(r"^(?:jumlah|total|grand total)\b", re.IGNORECASE)


def read_statement(content: bytes) -> Statement:
    """
    Read a CSV or XLSX file.

    Columns are known by their headers, in any order; further ones are passed over. The lines
    of one payment (a receipt with several kinds of revenue) are added up.

    :raises StatementError: if the file as a whole cannot be read
    """
    for table in tables(content):
        for at, (_, cells) in enumerate(table[:_HEADER_WITHIN]):
            columns = columns_of(cells)
            if columns is not None:
                return _read(table[at + 1 :], columns)
    raise StatementError(
        "Baris judul tidak ditemukan. Berkas perlu kolom Kode Billing, NTPN, Tanggal Bayar, dan "
        "Jumlah Setoran (atau Total Disetor).",
        "No header row was found. The file needs the columns Kode Billing, NTPN, Tanggal Bayar "
        "and Jumlah Setoran (or Total Disetor).",
    )


def _read(table: Sequence[Row], columns: dict[str, int]) -> Statement:
    rows: dict[tuple[str, str, bool], StatementRow] = {}
    seen: set[tuple[str, ...]] = set()
    problems: list[RowProblem] = []
    unpaid = 0
    for number, cells in table:
        given = {n: cells[p] if p < len(cells) else None for n, p in columns.items()}
        if _is_unpaid(given):
            unpaid += 1
        elif not _is_total(cells, given):
            try:
                row = _row(number, given)
            except RuleError as error:
                problems.append(RowProblem(number, error.text))
                continue
            key = (row.code, row.ntpn, row.is_reversed)
            line = tuple(values.text_of(cell) for cell in cells)
            if line in seen:
                problems.append(RowProblem(number, _TWIN))
            elif key in rows and "total" not in columns and "kind" in columns:
                rows[key] = replace(rows[key], amount=rows[key].amount + row.amount)
            elif key in rows and rows[key].amount != row.amount:
                problems.append(RowProblem(number, _CONTRADICTS))
            else:
                rows.setdefault(key, row)
            seen.add(line)
    return Statement(tuple(rows.values()), tuple(problems), unpaid)


_TWIN = Text(
    "Baris ini sama dengan baris sebelumnya; dihitung satu kali.",
    "This row is the same as an earlier one; it is counted once.",
)
_CONTRADICTS = Text(
    "Kode billing dan NTPN ini sudah ada dengan jumlah lain; baris ini tidak dihitung. Periksa "
    "di SIMPONI.",
    "This billing code and NTPN are there already with another amount; this row is not "
    "counted. Check it in SIMPONI.",
)


def _row(number: int, given: dict[str, Any]) -> StatementRow:
    total = given.get("total")
    amount = given.get("amount") if total in {None, ""} else total
    is_reversed = bool(_REVERSED.search(values.text_of(given.get("status"))))
    if is_reversed:
        amount = values.text_of(amount).removeprefix("-")
    day, instant = values.day_and_instant(given["paid"], given.get("paid_time"))
    satker = _SATKER.search(values.text_of(given.get("satker")))
    return StatementRow(
        row=number,
        code=values.code_of(given["code"]),
        ntpn=values.ntpn_of(given["ntpn"]),
        amount=values.amount_of(amount),
        paid_on=day,
        paid_at=instant,
        ntb=values.text_of(given.get("ntb")).strip("-").upper()[:16],
        bank=values.text_of(given.get("bank"))[:60],
        channel=values.text_of(given.get("channel"))[:40],
        payer=values.text_of(given.get("payer"))[:160],
        satker=satker[0] if satker else "",
        is_reversed=is_reversed,
    )


def _is_unpaid(given: dict[str, Any]) -> bool:
    return bool(_UNPAID.search(values.text_of(given.get("status"))))


def _is_total(cells: Sequence[Any], given: dict[str, Any]) -> bool:
    """Whether it is a line of totals or a remark below the table: it names no payment."""
    if any(values.text_of(given[name]) for name in ("code", "ntpn")):
        return False
    first = next((text for cell in cells if (text := values.text_of(cell))), "")
    return bool(_TOTALS.match(first)) or not values.text_of(given["paid"])
