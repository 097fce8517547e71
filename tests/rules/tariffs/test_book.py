from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from loket.rules.tariffs import (
    SHIPPED_BOOKS,
    Kind,
    Mode,
    TariffBook,
    TariffClass,
    TariffLine,
    Tier,
    Unit,
    book_digest,
    book_from_record,
    book_to_record,
    pp_13_2024,
)
from loket.rules.wording import RuleError, Text

FLAT = Tier(upto=None, price=1, per=None, mode=Mode.FLAT)


@pytest.mark.parametrize("book", SHIPPED_BOOKS.values(), ids=SHIPPED_BOOKS.keys())
def test_survives_being_stored(book: TariffBook) -> None:
    stored = json.loads(json.dumps(book_to_record(book)))

    assert book_from_record(stored) == book
    assert book_digest(book_from_record(stored)) == book_digest(book)


@pytest.mark.parametrize("book", SHIPPED_BOOKS.values(), ids=SHIPPED_BOOKS.keys())
def test_shipped_books_say_they_are_unconfirmed(book: TariffBook) -> None:
    assert not book.confirmed
    assert "lampiran" in book.note.id.lower()
    assert "annex" in book.note.en


def test_digest_follows_the_amounts_but_not_the_confirmation() -> None:
    book = pp_13_2024()
    line = book.lines[-1]
    dearer = book.with_line(replace(line, tiers=(replace(line.tiers[0], price=70_001),)))

    assert book_digest(replace(book, confirmed=True)) == book_digest(book)
    assert book_digest(dearer) != book_digest(book)


def test_changing_a_line_withdraws_the_confirmation() -> None:
    book = replace(pp_13_2024(), confirmed=True)

    changed = book.with_line(book.lines[0])

    assert not changed.confirmed
    assert len(changed.lines) == len(book.lines)


def test_is_in_force_between_its_dates() -> None:
    book = replace(pp_13_2024(), effective_from=date(2024, 5, 1), effective_to=date(2026, 12, 31))

    assert not book.in_force(date(2024, 4, 30))
    assert book.in_force(date(2024, 5, 1))
    assert book.in_force(date(2026, 12, 31))
    assert not book.in_force(date(2027, 1, 1))
    assert pp_13_2024().in_force(date(2020, 1, 1))  # its date is not established


@pytest.mark.parametrize(
    "tiers",
    [
        (),
        (replace(FLAT, upto=5),),
        (FLAT, FLAT),
        (replace(FLAT, upto=5), replace(FLAT, upto=5), FLAT),
        (replace(FLAT, upto=1, in_mb=True), replace(FLAT, upto=5), FLAT),
    ],
)
def test_refuses_tiers_out_of_order(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(RuleError, match="Buku tarif tidak sah"):
        TariffLine(Kind.MICRODATA, "x", Unit.BYTE, Text("x", "x"), tiers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"upto": 0, "price": 1, "per": None, "mode": Mode.FLAT},
        {"upto": None, "price": -1, "per": None, "mode": Mode.FLAT},
        {"upto": None, "price": 1, "per": 5, "mode": Mode.FLAT},
        {"upto": None, "price": 1, "per": None, "mode": Mode.PER_UNIT},
        {"upto": None, "price": 1, "per": 0, "mode": Mode.PRO_RATA},
    ],
)
def test_refuses_a_senseless_tier(wrong: dict[str, Any]) -> None:
    with pytest.raises(RuleError, match="Buku tarif tidak sah"):
        Tier(**wrong)


def test_refuses_two_lines_for_a_class_and_another_megabyte() -> None:
    book = pp_13_2024()

    with pytest.raises(RuleError, match="satu baris"):
        replace(book, lines=(*book.lines, book.lines[0]))
    with pytest.raises(RuleError, match="1 MB"):
        replace(book.lines[1], mb_bytes=1_000)
    with pytest.raises(RuleError, match="berakhir sebelum"):
        replace(book, effective_from=date(2026, 1, 2), effective_to=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("lines", 0, "tiers", 0, "price"), "20000"),
        (("lines", 0, "tiers", 0, "price"), 20_000.5),
        (("lines", 0, "tiers", 0, "price"), True),
        (("lines", 0, "kind"), "gold"),
        (("lines",), None),
        (("effective_from",), "kemarin"),
        (("title",), {"id": "x"}),
    ],
)
def test_a_damaged_record_is_refused(path: tuple[str | int, ...], value: object) -> None:
    record: Any = book_to_record(pp_13_2024())
    part = record
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value

    with pytest.raises(RuleError, match="Buku tarif tidak dapat dibaca"):
        book_from_record(record)


def test_the_map_classes_are_all_in_the_book() -> None:
    classes = {line.tariff_class for line in pp_13_2024().lines}

    assert classes == set(TariffClass)
