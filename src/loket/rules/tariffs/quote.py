"""Pricing one line of an order, with every intermediate figure kept (cara hitung)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from loket.rules.figures import percent
from loket.rules.rupiah import MAX_RUPIAH, format_rupiah
from loket.rules.tariffs import working
from loket.rules.tariffs.book import (
    Brackets,
    Kind,
    Mode,
    Rounding,
    TariffBook,
    TariffClass,
    TariffLine,
    Tier,
    Unit,
)
from loket.rules.tariffs.record import book_digest
from loket.rules.wording import RuleError, Text

_FULL = Decimal(100)

_AREA_MAP_CLASSES = {
    ("indonesia", "kecamatan"): TariffClass.INDONESIA_BY_KECAMATAN,
    ("indonesia", "desa"): TariffClass.INDONESIA_BY_DESA,
    ("kabupaten", "kecamatan"): TariffClass.KABUPATEN_BY_KECAMATAN,
    ("kabupaten", "desa"): TariffClass.KABUPATEN_BY_DESA,
}


class NoTariffLine(RuleError):
    """The regulation has no tariff for this product, so it cannot be sold."""


class TariffNotEntered(RuleError):
    """The tariff line exists, but the office has not entered its amounts yet."""


@dataclass(frozen=True, slots=True)
class QuotedStep:
    """One line of the working: what was multiplied, and the amount it gave (exact)."""

    text: Text
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Quote:
    """
    The price of one line and how it came about. Amounts in rupiah.

    :param full: the tariff after rounding, before any reduction
    :param reduction: what the reduction takes off (foregone revenue)
    :param total: what is to be paid
    :param steps: the tiers' amounts, before rounding
    :param working: the whole cara hitung, ready to print
    """

    book_code: str
    book_digest: str
    legal_basis: Text
    confirmed: bool
    kind: Kind
    tariff_class: str
    label: Text
    unit: Unit
    quantity: int
    steps: tuple[QuotedStep, ...]
    rounding: Rounding
    full: int
    reduction_percent: Decimal
    reduction: int
    total: int
    working: tuple[Text, ...]


def area_map_class(extent: str, level: str) -> TariffClass:
    """
    Return the tariff class of a map of ``extent`` divided by ``level``.

    :raises NoTariffLine: the regulation has no line for it (provinces, blok sensus, SLS …)
    """
    try:
        return _AREA_MAP_CLASSES[extent, level]
    except KeyError:
        raise NoTariffLine(
            f"Tidak ada tarif untuk peta {extent} menurut {level}, sehingga tidak dapat dijual. "
            "Tarif hanya ada untuk Indonesia atau kabupaten/kota, menurut kecamatan atau desa.",
            f"There is no tariff for a map of {extent} by {level}, so it cannot be sold. "
            "Tariffs exist only for Indonesia or a kabupaten/kota, by kecamatan or by desa.",
        ) from None


def find_line(book: TariffBook, kind: Kind, tariff_class: str) -> TariffLine:
    """
    Find the tariff line of a class.

    :raises NoTariffLine: the book has none
    """
    for line in book.lines:
        if (line.kind, line.tariff_class) == (kind, tariff_class):
            return line
    product = working.product_name(kind, tariff_class)
    raise NoTariffLine(
        f"Tidak ada tarif untuk {product.id} dalam {book.legal_basis.id}, sehingga tidak dapat "
        "dijual. Pilih produk lain atau tanyakan kepada petugas.",
        f"There is no tariff for {product.en} in {book.legal_basis.en}, so it cannot be sold. "
        "Choose another product or ask the officer.",
    )


def quote_for(
    book: TariffBook,
    kind: Kind,
    tariff_class: str,
    quantity: int,
    *,
    reduction_percent: Decimal | int = 0,
) -> Quote:
    """Find the line and price it; see :func:`find_line` and :func:`quote`."""
    line = find_line(book, kind, tariff_class)
    return quote(book, line, quantity, reduction_percent=reduction_percent)


def quote(
    book: TariffBook,
    line: TariffLine,
    quantity: int,
    *,
    reduction_percent: Decimal | int = 0,
) -> Quote:
    """
    Price ``quantity`` units (bytes of one dataset as delivered, pages, maps) by a line.

    Each dataset is quoted by itself, since a line's first tier is its floor.

    :param reduction_percent: lawful reduction, 0 to 100, at most two decimals
    :raises TariffNotEntered: the office has not entered the line's amounts
    :raises RuleError: nothing to price, or a reduction outside 0 to 100
    """
    reduction = _checked_reduction(reduction_percent)
    if quantity <= 0:
        raise RuleError(
            "Jumlah yang dihargai harus di atas nol. Periksa isi pesanan.",
            "The quantity to be priced must be above zero. Check the items of the order.",
        )
    if not line.complete:
        raise _not_entered(book, line)
    steps = _steps(line, quantity)
    exact = sum((step.amount for step in steps), Fraction(0))
    full = rounded(exact, line.rounding)
    if full > MAX_RUPIAH:
        raise RuleError(
            "Harga melampaui 999 triliun rupiah. Periksa jumlah yang dipesan.",
            "The price exceeds 999 trillion rupiah. Check the quantity ordered.",
        )
    total = rounded(full * (1 - Fraction(reduction) / 100), line.rounding)
    return Quote(
        book_code=book.code,
        book_digest=book_digest(book),
        legal_basis=book.legal_basis,
        confirmed=book.confirmed,
        kind=line.kind,
        tariff_class=line.tariff_class,
        label=line.label,
        unit=line.unit,
        quantity=quantity,
        steps=steps,
        rounding=line.rounding,
        full=full,
        reduction_percent=reduction,
        reduction=full - total,
        total=total,
        working=(
            *(step.text for step in steps),
            *_closing(line, steps, full, reduction, total),
        ),
    )


def rounded(amount: Fraction, rounding: Rounding) -> int:
    """Round a non-negative exact amount to whole rupiah."""
    if rounding is Rounding.DOWN:
        return amount.__floor__()
    if rounding is Rounding.UP:
        return amount.__ceil__()
    return (amount + Fraction(1, 2)).__floor__()


def _checked_reduction(given: Decimal | int) -> Decimal:
    reduction = Decimal(given)
    if not reduction.is_finite() or not 0 <= reduction <= _FULL:
        raise RuleError(
            "Keringanan harus antara 0% dan 100%.", "A reduction must be from 0% to 100%."
        )
    if reduction != reduction.quantize(Decimal("0.01")):
        raise RuleError(
            "Keringanan ditulis paling banyak dengan dua angka di belakang koma.",
            "A reduction is written with at most two decimals.",
        )
    return reduction


def _not_entered(book: TariffBook, line: TariffLine) -> TariffNotEntered:
    return TariffNotEntered(
        f"Besaran tarif {line.label.id} dalam {book.legal_basis.id} belum diisi. Administrator "
        "kantor perlu mengisinya dari lampiran resmi sebelum produk ini dapat dihargai.",
        f"The amounts of the tariff for {line.label.en} in {book.legal_basis.en} have not been "
        "entered. The office administrator must enter them from the official annex first.",
    )


def _steps(line: TariffLine, quantity: int) -> tuple[QuotedStep, ...]:
    if line.brackets is Brackets.WHOLE:
        tier = next(
            tier
            for tier, limit in zip(line.tiers, line.limits, strict=True)
            if limit is None or quantity <= limit
        )
        return (_step(line, tier, 0, quantity),)
    steps = []
    reached = 0
    for tier, limit in zip(line.tiers, line.limits, strict=True):
        end = quantity if limit is None else min(quantity, limit)
        if end > reached:
            steps.append(_step(line, tier, reached, end))
            reached = end
    return tuple(steps)


def _step(line: TariffLine, tier: Tier, after: int, end: int) -> QuotedStep:
    portion = end - after
    price = tier.price or 0
    if tier.mode is Mode.FLAT or tier.per is None:
        text = working.flat_step(line, tier, after, end)
        return QuotedStep(text, Fraction(price))
    if tier.mode is Mode.PER_UNIT:
        begun = -(-portion // tier.per)
        amount = Fraction(begun * price)
        return QuotedStep(working.per_unit_step(line, tier, after, end, begun, amount), amount)
    amount = Fraction(portion * price, tier.per)
    return QuotedStep(working.pro_rata_step(line, tier, after, end, amount), amount)


def _closing(
    line: TariffLine,
    steps: tuple[QuotedStep, ...],
    full: int,
    reduction: Decimal,
    total: int,
) -> tuple[Text, ...]:
    lines = []
    exact = sum((step.amount for step in steps), Fraction(0))
    if len(steps) > 1:
        lines.append(working.sum_step([step.amount for step in steps]))
    if exact != full:
        lines.append(working.rounding_step(line.rounding, exact, full))
    if reduction:
        lines.append(
            Text(
                f"Keringanan {percent(reduction)}: {format_rupiah(full)} − "
                f"{format_rupiah(full - total)} = {format_rupiah(total)}",
                f"Reduction of {percent(reduction, 'en')}: {format_rupiah(full, 'en')} − "
                f"{format_rupiah(full - total, 'en')} = {format_rupiah(total, 'en')}",
            )
        )
    return tuple(lines)
