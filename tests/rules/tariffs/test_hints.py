from __future__ import annotations

from loket.rules.tariffs import (
    Kind,
    TariffClass,
    Wanted,
    cheaper_alternatives,
    pp_7_2015,
    pp_13_2024,
)


def _maps(count: int, tariff_class: str = TariffClass.KABUPATEN_BY_KECAMATAN) -> list[Wanted]:
    return [Wanted(Kind.AREA_MAP, tariff_class, 1) for _ in range(count)]


def test_the_national_map_is_named_when_it_costs_less() -> None:
    (hint,) = cheaper_alternatives(pp_13_2024(), _maps(514))

    assert hint.choose is TariffClass.INDONESIA_BY_KECAMATAN
    assert (hint.chosen_total, hint.alternative_total) == (15_420_000, 12_000_000)
    assert hint.saving == 3_420_000
    assert "Rp12.000.000" in hint.text.id
    assert "Rp12,000,000" in hint.text.en


def test_equal_or_dearer_is_no_hint() -> None:
    book = pp_13_2024()

    assert cheaper_alternatives(book, _maps(400)) == ()  # exactly Rp12.000.000
    assert len(cheaper_alternatives(book, _maps(401))) == 1
    assert cheaper_alternatives(book, _maps(514, TariffClass.KABUPATEN_BY_DESA)) == ()
    assert cheaper_alternatives(book, [Wanted(Kind.MICRODATA, "without_processing", 10**9)]) == ()


def test_a_book_without_amounts_gives_no_hint() -> None:
    assert cheaper_alternatives(pp_7_2015(), _maps(514)) == ()
