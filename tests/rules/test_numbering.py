from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.rules.numbering import (
    OrderReference,
    Paper,
    PaperNumber,
    office_year,
    parse_order_reference,
    parse_paper_number,
    parse_ticket_label,
    ticket_label,
)
from loket.rules.wording import RuleError

OFFICES = st.from_regex(r"[0-9]{4}", fullmatch=True)
YEARS = st.integers(2000, 2999)
SERIALS = st.integers(1, 999_999_999)


@given(st.sampled_from(Paper), OFFICES, YEARS, SERIALS)
def test_a_papers_number_reads_back(paper: Paper, office: str, year: int, serial: int) -> None:
    number = PaperNumber(paper, office, year, serial)

    assert parse_paper_number(str(number)) == number
    assert parse_paper_number(number.slug.lower()) == number


def test_a_papers_number_is_printed_as_offices_print_it() -> None:
    number = PaperNumber(Paper.KUITANSI, "3304", 2026, 123)

    assert str(number) == "00123/KUI/3304/2026"
    assert number.slug == "KUI-3304-2026-00123"
    assert parse_paper_number(" 123 / kui / 3304 / 2026 ") == number


@pytest.mark.parametrize(
    "typed", ["", "123", "0/KUI/3304/2026", "1/XYZ/3304/2026", "1/KUI/33/2026", "1/KUI/3304/1999"]
)
def test_another_number_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match="Nomor dokumen"):
        parse_paper_number(typed)


@given(OFFICES, YEARS, SERIALS)
def test_a_reference_reads_back_with_or_without_hyphens(
    office: str, year: int, serial: int
) -> None:
    reference = OrderReference(office, year, serial)

    assert parse_order_reference(str(reference)) == reference
    assert parse_order_reference(str(reference).replace("-", "")) == reference
    assert len(str(reference)) <= 22


@given(OFFICES, YEARS, st.integers(1, 99_999), st.data())
def test_any_single_wrong_digit_or_swap_is_noticed(
    office: str, year: int, serial: int, data: st.DataObject
) -> None:
    text = str(OrderReference(office, year, serial)).replace("-", "")
    place = data.draw(st.integers(0, len(text) - 2))
    digit = data.draw(st.sampled_from("0123456789"))
    mistyped = text[:place] + digit + text[place + 1 :]
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]

    for wrong in {mistyped, swapped} - {text}:
        with pytest.raises(RuleError, match="Nomor"):
            parse_order_reference(wrong)


def test_the_year_is_the_offices() -> None:
    new_year_in_jakarta = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    before = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)

    assert office_year(new_year_in_jakarta, "Asia/Jakarta") == 2027
    assert office_year(before, "Asia/Jakarta") == 2026
    assert office_year(before, "Asia/Makassar") == 2027


def test_tickets_have_a_letter_and_a_number() -> None:
    assert ticket_label("A", 12) == "A012"
    assert ticket_label("B", 1000) == "B1000"
    assert parse_ticket_label("a 12") == ("A", 12)


@pytest.mark.parametrize(
    ("letter", "serial"), [("a", 1), ("AB", 1), ("", 1), ("A", 0), ("A", 100_000)]
)
def test_other_tickets_cannot_be_written(letter: str, serial: int) -> None:
    with pytest.raises(RuleError, match="Nomor antrean"):
        ticket_label(letter, serial)


@pytest.mark.parametrize("typed", ["", "12", "A000", "AA1", "A123456", "A-"])
def test_other_tickets_are_not_read(typed: str) -> None:
    with pytest.raises(RuleError, match="Nomor antrean"):
        parse_ticket_label(typed)
