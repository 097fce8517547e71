from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.rules.rupiah import MAX_RUPIAH, format_rupiah, parse_rupiah
from loket.rules.wording import RuleError


def test_is_written_as_the_field_writes_it() -> None:
    assert format_rupiah(1_250_000) == "Rp1.250.000"
    assert format_rupiah(1_250_000, cents=True) == "Rp1.250.000,00"
    assert format_rupiah(1_250_000, "en", cents=True) == "Rp1,250,000.00"
    assert format_rupiah(0) == "Rp0"
    assert format_rupiah(-500) == "-Rp500"


@given(st.integers(0, MAX_RUPIAH), st.sampled_from(["id", "en"]), st.booleans())
def test_what_is_written_reads_back(
    amount: int, language: Literal["id", "en"], cents: bool
) -> None:
    assert parse_rupiah(format_rupiah(amount, language, cents=cents)) == amount


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1250000", 1_250_000),
        (" Rp 1.250.000,00 ", 1_250_000),
        ("rp. 1.250.000,-", 1_250_000),
        ("IDR 1,250,000", 1_250_000),
        ("IDR 1,250,000.00", 1_250_000),
        ("1 250 000 rupiah", 1_250_000),
        ("1.250", 1_250),
        ("1,250", 1_250),
        ("1250,00", 1_250),
        ("20rb", 20_000),
        ("1,5 juta", 1_500_000),
        ("1.25 jt", 1_250_000),
        ("2 miliar", 2_000_000_000),
        ("１２３", 123),
        ("0", 0),
    ],
)
def test_reads_what_people_type(typed: str, amount: int) -> None:
    assert parse_rupiah(typed) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Rp",
        "-5",
        "1.25.000",
        "1,250.000",
        "1.250.00.0",
        "1.500 juta",
        "12,50",
        "1.250.000,50",
        "1e6",
        "0x10",
        "satu juta",
        "1" * 41,
        "1000000000000000",
        "٣٤",
        "1 juta" + " " * 40 + "1",
    ],
)
def test_refuses_what_is_doubtful(typed: str) -> None:
    with pytest.raises(RuleError):
        parse_rupiah(typed)


@given(st.text(max_size=60))
def test_never_fails_otherwise(typed: str) -> None:
    refusal = None
    try:
        amount = parse_rupiah(typed)
    except RuleError as error:
        refusal = error
    assert refusal or 0 <= amount <= MAX_RUPIAH
    assert refusal is None or (refusal.id and refusal.en)
