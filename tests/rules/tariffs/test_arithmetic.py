"""The arithmetic of tariffs, against laws it must obey and a second way to work it out."""

from __future__ import annotations

import json
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from loket.ledger.audit import prices as audited
from loket.rules.tariffs import (
    Brackets,
    Kind,
    Mode,
    Rounding,
    TariffBook,
    TariffClass,
    TariffLine,
    Tier,
    Unit,
    book_from_record,
    book_to_record,
    differences,
    find_line,
    pp_7_2015,
    pp_13_2024,
    quote,
    tier_words,
    try_golden,
)
from loket.rules.wording import Text

BOOK = pp_13_2024()
MICRODATA = find_line(BOOK, Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING)
BYTES = st.integers(1, 10**12)
DECIMAL = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.UP: ROUND_CEILING,
    Rounding.DOWN: ROUND_FLOOR,
}
PERCENT = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)


@st.composite
def tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    """One to five intervals with rising limits."""
    limits = sorted(draw(st.sets(st.integers(1, 10**7), max_size=4)))
    made = []
    for limit in [*limits, None]:
        mode = draw(st.sampled_from(Mode))
        per = None if mode is Mode.FLAT else draw(st.integers(1, 5_000))
        made.append(Tier(limit, draw(st.integers(0, 900)), per, mode))  # stays below MAX_RUPIAH
    return tuple(made)


@st.composite
def lines(draw: st.DrawFn, brackets: Brackets | None = None) -> TariffLine:
    return TariffLine(
        Kind.MICRODATA,
        TariffClass.WITHOUT_PROCESSING,
        Unit.BYTE,
        Text("Uji", "Test"),
        draw(tiers()),
        rounding=draw(st.sampled_from(Rounding)),
        brackets=brackets or draw(st.sampled_from(Brackets)),
        mb_bytes=draw(st.sampled_from([1_000_000, 1_048_576])),
    )


def book_with(line: TariffLine) -> TariffBook:
    return TariffBook("UJI", Text("", ""), Text("x", "x"), None, None, False, (line,))


def price(line: TariffLine, quantity: int, percent: Decimal | int = 0) -> int:
    return quote(book_with(line), line, quantity, reduction_percent=percent).total


@given(quantity=BYTES)
def test_the_floor_holds_for_every_dataset(quantity: int) -> None:
    assert price(MICRODATA, quantity) >= 20_000
    assert (price(MICRODATA, quantity) == 20_000) == (quantity < 1_000_025)


@given(quantity=BYTES, more=st.integers(0, 10**9))
def test_more_bytes_never_cost_less(quantity: int, more: int) -> None:
    assert price(MICRODATA, quantity) <= price(MICRODATA, quantity + more)


@given(parts=st.lists(BYTES, min_size=2, max_size=4))
def test_splitting_a_dataset_saves_nothing_but_half_a_rupiah_of_rounding(
    parts: list[int],
) -> None:
    apart = sum(price(MICRODATA, part) for part in parts)

    assert price(MICRODATA, sum(parts)) <= apart + Fraction(len(parts) + 1, 2)


@given(line=lines(brackets=Brackets.MARGINAL), quantity=BYTES, more=st.integers(0, 10**9))
def test_intervals_that_price_their_part_never_fall(
    line: TariffLine, quantity: int, more: int
) -> None:
    assert price(line, quantity) <= price(line, quantity + more)


@given(line=lines(brackets=Brackets.MARGINAL))
def test_intervals_join_at_their_limits(line: TariffLine) -> None:
    """One byte above a limit adds that byte's price in the next interval, and no more."""
    for number, limit in enumerate(line.limits[:-1]):
        assert limit is not None
        following = line.tiers[number + 1]
        steps = quote(book_with(line), line, limit).steps
        above = quote(book_with(line), line, limit + 1).steps
        added = sum((s.amount for s in above), Fraction(0)) - sum(
            (s.amount for s in steps), Fraction(0)
        )
        assert following.price is not None
        alone = following.per if following.mode is Mode.PRO_RATA else 1
        assert added == Fraction(following.price, alone or 1)


@given(quantity=st.integers(1, 10**7))
def test_regressive_intervals_make_each_byte_cheaper(quantity: int) -> None:
    entered = TariffLine(
        Kind.MICRODATA,
        TariffClass.WITHOUT_PROCESSING,
        Unit.BYTE,
        Text("Uji", "Test"),
        (
            Tier(1_000, 30, 1_000, Mode.PRO_RATA),
            Tier(100_000, 20, 1_000, Mode.PRO_RATA),
            Tier(None, 10, 1_000, Mode.PRO_RATA),
        ),
    )
    one, two = (
        sum((step.amount for step in quote(book_with(entered), entered, n).steps), Fraction(0))
        for n in (quantity, 2 * quantity)
    )
    assert two <= 2 * one


@settings(max_examples=300)
@given(line=lines(), quantity=BYTES, percent=PERCENT)
def test_agrees_with_the_checkers_own_arithmetic(
    line: TariffLine, quantity: int, percent: Decimal
) -> None:
    made = quote(book_with(line), line, quantity, reduction_percent=percent)
    record = json.loads(json.dumps(book_to_record(book_with(line))))
    row = {
        "kind": "microdata",
        "tariff_class": "without_processing",
        "quantity": quantity,
        "reduction_percent": percent,
    }

    assert audited.amounts(record, row) == (made.full, made.total)


@given(line=lines(), quantity=BYTES)
def test_rounds_once_at_the_end(line: TariffLine, quantity: int) -> None:
    made = quote(book_with(line), line, quantity)
    exact = sum((step.amount for step in made.steps), Fraction(0))
    assume(exact.denominator < 10**20)

    with localcontext() as context:
        context.prec = 80
        near = Decimal(exact.numerator) / Decimal(exact.denominator)
        assert made.full == int(near.to_integral_value(rounding=DECIMAL[line.rounding]))
    assert abs(Fraction(made.full) - exact) < 1


@given(quantity=BYTES, percent=PERCENT)
def test_a_reduction_takes_its_part_and_no_more(quantity: int, percent: Decimal) -> None:
    made = quote(BOOK, MICRODATA, quantity, reduction_percent=percent)

    assert made.full == made.total + made.reduction
    assert 0 <= made.total <= made.full
    assert abs(Fraction(made.reduction) - made.full * Fraction(percent) / 100) <= Fraction(1, 2)
    assert (made.total == 0) == (percent == 100 or made.full * (100 - percent) < 50)


@given(line=lines(), quantity=BYTES)
def test_a_stored_book_prices_the_same(line: TariffLine, quantity: int) -> None:
    again = book_from_record(json.loads(json.dumps(book_to_record(book_with(line)))))

    assert quote(again, again.lines[0], quantity) == quote(book_with(line), line, quantity)
    assert differences(book_with(line), again) == ()


@given(one=lines(), other=lines())
def test_two_books_differ_where_they_price_differently(one: TariffLine, other: TariffLine) -> None:
    before, after = book_with(one), book_with(other)

    if not differences(before, after):
        for quantity in (1, 999, 1_000_001, 10**9):
            assert price(one, quantity) == price(other, quantity)


@given(line=lines())
def test_every_interval_has_its_words(line: TariffLine) -> None:
    for number in range(len(line.tiers)):
        words = tier_words(line, number)
        assert words.id
        assert words.en != words.id


def test_the_golden_values_are_kept_by_the_shipped_book() -> None:
    tried = try_golden(BOOK)

    assert len(tried) == 19
    assert all(one.agrees for one in tried)


def test_no_golden_values_are_made_up_for_the_old_regulation() -> None:
    assert try_golden(pp_7_2015()) == ()
    assert [d.after.id for d in differences(BOOK, pp_7_2015())].count(
        "1 MB pertama: belum diisi"
    ) == 2
