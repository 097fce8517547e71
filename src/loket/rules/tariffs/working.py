"""The words of a price's working, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from loket.rules.figures import decimal_figure, grouped
from loket.rules.rupiah import format_rupiah
from loket.rules.tariffs.book import Kind, Rounding, TariffClass, TariffLine, Tier, Unit
from loket.rules.wording import Language, Text

_KINDS = {
    Kind.PUBLICATION: Text("publikasi elektronik", "electronic publications"),
    Kind.MICRODATA: Text("data mikro", "microdata"),
    Kind.AREA_MAP: Text(
        "peta digital wilayah kerja statistik", "digital maps of statistical work areas"
    ),
}
_CLASSES = {
    TariffClass.WITHOUT_PROCESSING: Text("tanpa proses data", "without data processing"),
    TariffClass.WITH_PROCESSING: Text("dengan proses data", "with data processing"),
    TariffClass.INDONESIA_BY_KECAMATAN: Text(
        "Indonesia menurut kecamatan", "Indonesia by kecamatan"
    ),
    TariffClass.INDONESIA_BY_DESA: Text("Indonesia menurut desa", "Indonesia by desa"),
    TariffClass.KABUPATEN_BY_KECAMATAN: Text(
        "kabupaten/kota menurut kecamatan", "a kabupaten/kota by kecamatan"
    ),
    TariffClass.KABUPATEN_BY_DESA: Text(
        "kabupaten/kota menurut desa/kelurahan", "a kabupaten/kota by desa/kelurahan"
    ),
}
_UNITS = {
    Unit.BYTE: Text("byte", "bytes"),
    Unit.PAGE: Text("halaman", "pages"),
    Unit.AREA_MAP: Text("peta", "maps"),
}
_ROUNDINGS = {
    Rounding.HALF_UP: Text("Dibulatkan ke rupiah terdekat", "Rounded to the nearest whole rupiah"),
    Rounding.UP: Text("Dibulatkan ke atas ke rupiah penuh", "Rounded up to whole rupiah"),
    Rounding.DOWN: Text("Dibulatkan ke bawah ke rupiah penuh", "Rounded down to whole rupiah"),
}


def product_name(kind: Kind, tariff_class: str) -> Text:
    kind_name = _KINDS[kind]
    class_name = (
        _CLASSES.get(TariffClass(tariff_class)) if tariff_class in set(TariffClass) else None
    )
    if class_name is None:
        return kind_name
    return Text(f"{kind_name.id} {class_name.id}", f"{kind_name.en} {class_name.en}")


def quantity_text(quantity: int, unit: Unit) -> Text:
    """Write a quantity with its unit: 1.203.880.050 byte / 1,203,880,050 bytes."""
    name = _UNITS[unit]
    singular = quantity == 1
    return Text(
        f"{grouped(quantity)} {name.id}",
        f"{grouped(quantity, 'en')} {name.en[:-1] if singular else name.en}",
    )


def flat_step(line: TariffLine, tier: Tier, after: int, end: int) -> Text:
    price = tier.price or 0
    ranged = _range(line, tier, after, end)
    return Text(
        f"{ranged.id}: {format_rupiah(price)}", f"{ranged.en}: {format_rupiah(price, 'en')}"
    )


def per_unit_step(
    line: TariffLine, tier: Tier, after: int, end: int, begun: int, amount: Fraction
) -> Text:
    ranged = _range(line, tier, after, end)
    each = quantity_text(tier.per or 1, line.unit)
    price = tier.price or 0
    if tier.per == 1:
        return Text(
            f"{ranged.id}: {grouped(begun)} × {format_rupiah(price)} = {_money(amount, 'id')}",
            f"{ranged.en}: {grouped(begun, 'en')} × {format_rupiah(price, 'en')} = "
            f"{_money(amount, 'en')}",
        )
    return Text(
        f"{ranged.id}: {grouped(begun)} kali {each.id} yang dimulai × {format_rupiah(price)} = "
        f"{_money(amount, 'id')}",
        f"{ranged.en}: {grouped(begun, 'en')} times {each.en} begun × "
        f"{format_rupiah(price, 'en')} = {_money(amount, 'en')}",
    )


def pro_rata_step(line: TariffLine, tier: Tier, after: int, end: int, amount: Fraction) -> Text:
    ranged = _range(line, tier, after, end)
    each = quantity_text(tier.per or 1, line.unit)
    portion = end - after
    price = tier.price or 0
    return Text(
        f"{ranged.id}: {grouped(portion)} ÷ {each.id} × {format_rupiah(price)} = "
        f"{_money(amount, 'id')}",
        f"{ranged.en}: {grouped(portion, 'en')} ÷ {each.en} × {format_rupiah(price, 'en')} = "
        f"{_money(amount, 'en')}",
    )


def sum_step(amounts: Sequence[Fraction]) -> Text:
    """Write the sum of the tiers: Jumlah: Rp20.000 + Rp20 = Rp20.020."""
    total = sum(amounts, Fraction(0))
    return Text(
        f"Jumlah: {' + '.join(_money(a, 'id') for a in amounts)} = {_money(total, 'id')}",
        f"Sum: {' + '.join(_money(a, 'en') for a in amounts)} = {_money(total, 'en')}",
    )


def rounding_step(rounding: Rounding, exact: Fraction, full: int) -> Text:
    words = _ROUNDINGS[rounding]
    return Text(
        f"{words.id}: {_money(exact, 'id')} → {format_rupiah(full)}",
        f"{words.en}: {_money(exact, 'en')} → {format_rupiah(full, 'en')}",
    )


def _range(line: TariffLine, tier: Tier, after: int, end: int) -> Text:
    """Say which part of the quantity a step prices."""
    if after:
        portion = quantity_text(end - after, line.unit)
        return Text(f"{portion.id} berikutnya", f"Next {portion.en}")
    if tier.upto is None:
        return quantity_text(end, line.unit)
    if tier.in_mb:
        limit = Text(f"{grouped(tier.upto)} MB", f"{grouped(tier.upto, 'en')} MB")
        exact = quantity_text(tier.upto * line.mb_bytes, line.unit)
        return Text(f"Sampai dengan {limit.id} ({exact.id})", f"Up to {limit.en} ({exact.en})")
    limit = quantity_text(tier.upto, line.unit)
    return Text(f"Sampai dengan {limit.id}", f"Up to {limit.en}")


def _money(amount: Fraction, language: Language) -> str:
    """Write an exact amount; one that no decimal can hold is cut at six places with "…"."""
    if amount.denominator == 1:
        return format_rupiah(amount.numerator, language)
    scaled = amount * 10**6
    figure = decimal_figure(Decimal(scaled.__floor__()).scaleb(-6), language, least=2)
    return f"Rp{figure}" + ("" if scaled.denominator == 1 else "…")
