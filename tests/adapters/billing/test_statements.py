"""A SIMPONI export is read …"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.billing.samples import request

from loket.adapters.billing.simulator.in_process import SimulatedBilling
from loket.adapters.billing.simulator.management import export
from loket.adapters.billing.statements.reading import read_statement
from loket.ports.statements import StatementError

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HEADER = ["Kode Billing", "NTPN", "NTB", "Tanggal Bayar", "Jumlah Setoran", "Status"]
GOOD = ["820261124000001", "1A2B3C4D5E6F7G8H", "000123", "24-11-2026 10:00:00", "70000", "Dibayar"]


def text(*rows: list[str], by: str = ",") -> bytes:
    return "\r\n".join(by.join(row) for row in rows).encode()


def workbook(*rows: list[Any]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_as_the_simulator_gives_it() -> None:
    provider = SimulatedBilling(seed=1, clock=lambda: NOW, rate=0)
    made = provider.issue(replace(request(), expires_at=NOW + timedelta(days=7)))
    paid = provider.simulator.pay(made.code)

    row = read_statement(export(provider.simulator)).rows[0]

    assert (row.code, row.ntpn, row.amount) == (made.code, paid.ntpn, paid.amount)
    assert row.code.startswith("0")
    assert (row.paid_at, row.paid_on) == (NOW, date(2026, 11, 24))
    assert row.satker == "999001"


@pytest.mark.parametrize("by", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_with_any_delimiter_and_encoding(by: str, encoding: str) -> None:
    content = text([*HEADER, "Nama Wajib Bayar"], [*GOOD, "Désirée"], by=by).decode()

    row = read_statement(content.encode(encoding)).rows[0]

    assert (row.code, row.amount, row.payer, row.row) == (GOOD[0], 70_000, "Désirée", 2)


def test_as_a_workbook_with_titles_above_and_totals_below() -> None:
    content = workbook(
        ["LAPORAN PEMBAYARAN PNBP"],
        [],
        ["No", "Kode Billing", "Tgl Bayar", "NTPN", "Total Disetor (IDR)", "Satuan Kerja"],
        [
            1,
            820261124000001,
            datetime(2026, 11, 24, 10, 0),  # noqa: DTZ001 -- as a sheet holds it
            GOOD[1],
            70000.0,
            "632331 - BPS BANJARNEGARA",
        ],
        ["Jumlah", None, None, None, 70000],
    )

    statement = read_statement(content)

    row = statement.rows[0]
    assert (row.code, row.amount, row.paid_at, row.satker) == (GOOD[0], 70_000, NOW, "632331")
    assert row.row == 4
    assert not statement.problems


def test_a_zero_that_a_spreadsheet_took_away_comes_back() -> None:
    row = read_statement(workbook(HEADER, [99261124000001, *GOOD[1:]])).rows[0]
    assert row.code == "099261124000001"


def test_lines_of_one_receipt_are_added_up() -> None:
    header = ["Kode Billing", "NTPN", "Tanggal Bayar", "Kode Akun", "Jumlah Setoran"]
    line = [GOOD[0], GOOD[1], "24-11-2026"]

    statement = read_statement(
        text(header, [*line, "425411", "50000"], [*line, "425412", "20000"])
    )

    assert [row.amount for row in statement.rows] == [70_000]
    assert statement.rows[0].paid_at is None


def test_the_same_row_twice_counts_once_and_is_named() -> None:
    statement = read_statement(text(HEADER, GOOD, GOOD))
    assert len(statement.rows) == 1
    assert [problem.row for problem in statement.problems] == [3]


@pytest.mark.parametrize(
    ("place", "written", "words"),
    [
        (0, "8.2E+14", "notasi ilmiah"),
        (0, "12345", "15 angka"),
        (1, "pendek", "16 huruf"),
        (3, "kemarin", "Tanggal bayar"),
        (3, "31-02-2026", "Tanggal bayar"),
        (4, "-70000", "Jumlah"),
        (4, "0", "lebih dari nol"),
        (4, "70000.50", "rupiah bulat"),
        (4, "1" + "0" * 18, "terlalu besar"),
        (4, "=1+1", "tidak terbaca"),
    ],
)
def test_bad_rows_are_named_and_the_others_read(place: int, written: str, words: str) -> None:
    bad = [*GOOD]
    bad[place] = written
    other = ["820261124000002", "Z" * 16, *GOOD[2:]]

    statement = read_statement(text(HEADER, bad, other))

    assert [problem.row for problem in statement.problems] == [2]
    assert words in statement.problems[0].words.id
    assert [row.row for row in statement.rows] == [3]


@pytest.mark.parametrize("amount", ["70.000", "Rp70.000,00", "70,000.00", "70000", "70.000 (IDR)"])
def test_amounts_as_people_write_them(amount: str) -> None:
    content = text(HEADER, [*GOOD[:4], amount, "Dibayar"], by=";")
    assert read_statement(content).rows[0].amount == 70_000


def test_unpaid_codes_are_counted_and_reversals_marked() -> None:
    unpaid = ["820261124000003", "", "", "", "5000", "Belum Dibayar"]
    back = [*GOOD[:4], "-70000", "Dibatalkan"]

    statement = read_statement(text(HEADER, unpaid, back))

    assert statement.unpaid == 1
    assert (statement.rows[0].is_reversed, statement.rows[0].amount) == (True, 70_000)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0",
        b"PK\x03\x04 no workbook",
        b"\xd0\xcf\x11\xe0 old excel",
        b"%PDF-1.7",
        b"a,b,c\n1,2,3",
        workbook(["Nama", "Alamat"]),
        b"x" * (11 * 1024 * 1024),
    ],
    ids=["empty", "nul", "zip", "xls", "pdf", "other csv", "other xlsx", "huge"],
)
def test_what_is_no_export_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(StatementError) as refusal:
        read_statement(content)
    assert refusal.value.id
    assert refusal.value.en


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_never_breaks_whatever_comes(noise: bytes, with_header: bool) -> None:
    content = text(HEADER, GOOD) + b"\r\n" + noise if with_header else noise
    try:
        statement = read_statement(content)
    except StatementError:
        return
    assert all(row.amount > 0 for row in statement.rows)
