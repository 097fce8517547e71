from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.rules.rupiah import format_rupiah
from loket.rules.tariffs import (
    Brackets,
    Kind,
    Mode,
    NoTariffLine,
    Rounding,
    TariffClass,
    TariffLine,
    TariffNotEntered,
    Tier,
    Unit,
    area_map_class,
    find_line,
    pp_7_2015,
    pp_13_2024,
    quote,
    quote_for,
)
from loket.rules.wording import RuleError, Text

BOOK = pp_13_2024()
MICRODATA = find_line(BOOK, Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING)


@pytest.mark.parametrize(
    ("kind", "tariff_class", "quantity", "price"),
    [
        (Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, 1, 20_000),
        (Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, 500_000, 20_000),
        (Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, 1_000_000, 20_000),
        (Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, 1_001_000, 20_020),
        (Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, 10_000_000, 200_000),
        (Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, 1_203_880_050, 24_077_601),
        (Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, 1_285_087_000, 25_701_740),
        (Kind.MICRODATA, TariffClass.WITH_PROCESSING, 1_000_000, 22_000),
        (Kind.MICRODATA, TariffClass.WITH_PROCESSING, 1_001_000, 22_022),
        (Kind.PUBLICATION, TariffClass.ELECTRONIC, 50, 50_000),
        (Kind.PUBLICATION, TariffClass.ELECTRONIC, 51, 65_000),
        (Kind.PUBLICATION, TariffClass.ELECTRONIC, 100, 65_000),
        (Kind.PUBLICATION, TariffClass.ELECTRONIC, 101, 80_000),
        (Kind.PUBLICATION, TariffClass.ELECTRONIC, 320, 140_000),
        (Kind.PUBLICATION, TariffClass.ELECTRONIC, 650, 230_000),
        (Kind.AREA_MAP, TariffClass.KABUPATEN_BY_KECAMATAN, 1, 30_000),
        (Kind.AREA_MAP, TariffClass.KABUPATEN_BY_DESA, 1, 70_000),
        (Kind.AREA_MAP, TariffClass.KABUPATEN_BY_DESA, 514, 35_980_000),
        (Kind.AREA_MAP, TariffClass.INDONESIA_BY_KECAMATAN, 1, 12_000_000),
        (Kind.AREA_MAP, TariffClass.INDONESIA_BY_DESA, 1, 36_000_000),
    ],
)
def test_gives_the_golden_values(kind: Kind, tariff_class: str, quantity: int, price: int) -> None:
    assert quote_for(BOOK, kind, tariff_class, quantity).total == price


@pytest.mark.parametrize(
    ("mode", "rounding", "quantity", "price"),
    [
        (Mode.PRO_RATA, Rounding.HALF_UP, 1_000_024, 20_000),  # Rp20.000,48
        (Mode.PRO_RATA, Rounding.HALF_UP, 1_000_025, 20_001),  # Rp20.000,50
        (Mode.PRO_RATA, Rounding.UP, 1_000_001, 20_001),
        (Mode.PRO_RATA, Rounding.DOWN, 1_000_049, 20_000),
        (Mode.PER_UNIT, Rounding.HALF_UP, 1_000_001, 20_020),
        (Mode.PER_UNIT, Rounding.HALF_UP, 1_203_880_050, 24_077_620),
    ],
)
def test_follows_the_lines_rounding(
    mode: Mode, rounding: Rounding, quantity: int, price: int
) -> None:
    first, last = MICRODATA.tiers
    line = replace(MICRODATA, rounding=rounding, tiers=(first, replace(last, mode=mode)))

    assert quote(BOOK, line, quantity).total == price


def test_follows_the_lines_megabyte() -> None:
    line = replace(MICRODATA, mb_bytes=1_048_576)

    assert quote(BOOK, line, 1_048_576).total == 20_000
    assert quote(BOOK, line, 1_048_576 + 1_000).total == 20_020


def test_shows_the_whole_working_in_both_languages() -> None:
    priced = quote(BOOK, MICRODATA, 1_203_880_053, reduction_percent=Decimal("25"))

    assert [text.id for text in priced.working] == [
        "Sampai dengan 1 MB (1.000.000 byte): Rp20.000",
        "1.202.880.053 byte berikutnya: 1.202.880.053 ÷ 1.000 byte × Rp20 = Rp24.057.601,06",
        "Jumlah: Rp20.000 + Rp24.057.601,06 = Rp24.077.601,06",
        "Dibulatkan ke rupiah terdekat: Rp24.077.601,06 → Rp24.077.601",
        "Keringanan 25%: Rp24.077.601 − Rp6.019.400 = Rp18.058.201",
    ]
    assert priced.working[1].en == (
        "Next 1,202,880,053 bytes: 1,202,880,053 ÷ 1,000 bytes × Rp20 = Rp24,057,601.06"
    )
    assert sum(step.amount for step in priced.steps) == Fraction("24077601.06")


def test_writes_fractions_of_a_rupiah_with_two_decimals() -> None:
    priced = quote(BOOK, MICRODATA, 1_000_185)

    assert priced.working[1].id == "185 byte berikutnya: 185 ÷ 1.000 byte × Rp20 = Rp3,70"


def test_shows_the_working_of_pages_and_maps() -> None:
    pages = quote_for(BOOK, Kind.PUBLICATION, TariffClass.ELECTRONIC, 101)
    maps = quote_for(BOOK, Kind.AREA_MAP, TariffClass.KABUPATEN_BY_DESA, 3)

    assert [text.id for text in pages.working] == [
        "Sampai dengan 50 halaman: Rp50.000",
        "51 halaman berikutnya: 2 kali 50 halaman yang dimulai × Rp15.000 = Rp30.000",
        "Jumlah: Rp50.000 + Rp30.000 = Rp80.000",
    ]
    assert [text.en for text in maps.working] == ["3 maps: 3 × Rp70,000 = Rp210,000"]


@given(st.integers(1, 9 * 10**12), st.integers(0, 10_000), st.sampled_from(Rounding))
def test_is_exact_and_consistent(quantity: int, hundredths: int, rounding: Rounding) -> None:
    line = replace(MICRODATA, rounding=rounding)
    reduction = Decimal(hundredths) / 100

    priced = quote(BOOK, line, quantity, reduction_percent=reduction)

    exact = Fraction(20_000) + max(0, quantity - 1_000_000) * Fraction(1, 50)
    assert sum(step.amount for step in priced.steps) == exact
    assert abs(priced.full - exact) < 1
    assert priced.full - priced.reduction == priced.total >= 0
    assert abs(priced.total - priced.full * (1 - Fraction(reduction) / 100)) < 1
    assert format_rupiah(priced.total) in priced.working[-1].id
    assert format_rupiah(priced.total, "en") in priced.working[-1].en


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_never_falls_when_more_is_bought(one: int, other: int) -> None:
    less, more = sorted((one, other))

    assert quote(BOOK, MICRODATA, less).total <= quote(BOOK, MICRODATA, more).total


def test_a_full_reduction_costs_nothing_and_tells_the_foregone_revenue() -> None:
    priced = quote(BOOK, MICRODATA, 5_000_000, reduction_percent=100)

    assert (priced.full, priced.reduction, priced.total) == (100_000, 100_000, 0)


@pytest.mark.parametrize(
    "reduction", [-1, 101, Decimal("0.001"), Decimal("NaN"), Decimal("Infinity")]
)
def test_refuses_an_unlawful_reduction(reduction: Decimal | int) -> None:
    with pytest.raises(RuleError, match="Keringanan"):
        quote(BOOK, MICRODATA, 1, reduction_percent=reduction)


@pytest.mark.parametrize("quantity", [0, -1])
def test_refuses_to_price_nothing(quantity: int) -> None:
    with pytest.raises(RuleError, match="di atas nol"):
        quote(BOOK, MICRODATA, quantity)


def test_refuses_an_absurd_quantity() -> None:
    with pytest.raises(RuleError, match="999 triliun"):
        quote(BOOK, MICRODATA, 10**17)


@pytest.mark.parametrize(
    ("extent", "level"),
    [
        ("provinsi", "desa"),
        ("kabupaten", "sls"),
        ("kabupaten", "blok sensus"),
        ("indonesia", "sls"),
    ],
)
def test_refuses_a_map_without_a_tariff_line(extent: str, level: str) -> None:
    with pytest.raises(NoTariffLine, match="Tidak ada tarif"):
        area_map_class(extent, level)


def test_refuses_a_class_the_book_does_not_know() -> None:
    with pytest.raises(NoTariffLine) as refusal:
        quote_for(BOOK, Kind.PUBLICATION, "printed", 10)

    assert "Nomor 13 Tahun 2024" in refusal.value.id
    assert "No. 13 of 2024" in refusal.value.en


def test_cannot_price_by_pp_7_2015_until_the_office_enters_the_amounts() -> None:
    book = pp_7_2015()

    for line in book.lines:
        with pytest.raises(TariffNotEntered, match="belum diisi"):
            quote(book, line, 1)


REGRESSIVE = TariffLine(
    Kind.MICRODATA,
    TariffClass.WITHOUT_PROCESSING,
    Unit.BYTE,
    Text("Data mikro", "Microdata"),
    (
        Tier(upto=1, price=30_000, per=None, mode=Mode.FLAT, in_mb=True),
        Tier(upto=10, price=25, per=1_000, mode=Mode.PRO_RATA, in_mb=True),
        Tier(upto=None, price=10, per=1_000, mode=Mode.PRO_RATA),
    ),
)


@pytest.mark.parametrize(
    ("quantity", "price"),
    [
        (1_000_000, 30_000),
        (10_000_000, 30_000 + 225_000),
        (10_001_000, 30_000 + 225_000 + 10),
        (110_000_000, 30_000 + 225_000 + 1_000_000),
    ],
)
def test_prices_regressive_brackets_once_entered(quantity: int, price: int) -> None:
    book = pp_7_2015().with_line(REGRESSIVE)

    assert quote_for(book, Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, quantity).total == price


def test_prices_everything_by_the_bracket_reached_when_the_line_says_so() -> None:
    line = replace(REGRESSIVE, brackets=Brackets.WHOLE)
    book = pp_7_2015().with_line(line)

    assert quote(book, line, 10_000_000).total == 250_000
    assert quote(book, line, 20_000_000).total == 200_000
    assert quote(book, line, 20_000_000).working[0].id == (
        "20.000.000 byte: 20.000.000 ÷ 1.000 byte × Rp10 = Rp200.000"
    )
