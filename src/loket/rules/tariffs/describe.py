"""A tariff line in words, and what two books do differently."""

from __future__ import annotations

from dataclasses import dataclass

from loket.rules.dates import format_date
from loket.rules.figures import grouped
from loket.rules.rupiah import format_rupiah
from loket.rules.tariffs.book import (
    Brackets,
    Mode,
    Rounding,
    TariffBook,
    TariffLine,
    Tier,
    Unit,
)
from loket.rules.tariffs.working import quantity_text
from loket.rules.wording import Text

NOT_ENTERED = Text("belum diisi", "not entered")
_ABSENT = Text("tidak ada", "none")
_OPEN = Text("belum ditetapkan", "not set")
_LASTING = Text("seterusnya", "until further notice")
ROUNDINGS = {
    Rounding.HALF_UP: Text("ke rupiah terdekat", "to the nearest rupiah"),
    Rounding.UP: Text("ke atas", "up"),
    Rounding.DOWN: Text("ke bawah", "down"),
}
BRACKETS = {
    Brackets.MARGINAL: Text(
        "setiap interval menghargai bagiannya", "each interval prices its part"
    ),
    Brackets.WHOLE: Text(
        "interval yang dicapai menghargai seluruhnya", "the interval reached prices everything"
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two books say differently."""

    where: Text
    what: Text
    before: Text
    after: Text


def tier_words(line: TariffLine, number: int) -> Text:
    """Write one interval: "1 MB pertama: Rp20.000", "berikutnya: Rp20 per 1.000 byte"."""
    tier = line.tiers[number]
    extent = _extent(line, number)
    if tier.price is None:
        return Text(f"{extent.id}: {NOT_ENTERED.id}", f"{extent.en}: {NOT_ENTERED.en}")
    price = Text(format_rupiah(tier.price), format_rupiah(tier.price, "en"))
    if tier.mode is Mode.FLAT or tier.per is None:
        return Text(f"{extent.id}: {price.id}", f"{extent.en}: {price.en}")
    each = quantity_text(tier.per, line.unit)
    if tier.mode is Mode.PER_UNIT:
        begun = Text("", "") if tier.per == 1 else Text(" yang dimulai", " begun")
        return Text(
            f"{extent.id}: {price.id} per {each.id}{begun.id}",
            f"{extent.en}: {price.en} per {each.en}{begun.en}",
        )
    return Text(
        f"{extent.id}: {price.id} per {each.id}, sebanding sampai satuan terkecil",
        f"{extent.en}: {price.en} per {each.en}, in proportion to the last unit",
    )


def differences(before: TariffBook, after: TariffBook) -> tuple[Difference, ...]:
    """Return what the later book does differently, the dates and the law first."""
    found = list(_heads(before, after))
    old = {(line.kind, line.tariff_class): line for line in before.lines}
    new = {(line.kind, line.tariff_class): line for line in after.lines}
    for key in [*old, *(key for key in new if key not in old)]:
        found += _of_line(old.get(key), new.get(key))
    return tuple(found)


def _heads(before: TariffBook, after: TariffBook) -> list[Difference]:
    book = Text("Buku", "Book")
    rows = [
        (Text("Dasar hukum", "Legal basis"), before.legal_basis, after.legal_basis),
        (Text("Mulai berlaku", "In force from"), _day(before, "from"), _day(after, "from")),
        (Text("Berakhir", "Until"), _day(before, "to"), _day(after, "to")),
        (
            Text("Dicocokkan dengan lampiran resmi", "Compared with the official annex"),
            _yes(before.confirmed),
            _yes(after.confirmed),
        ),
    ]
    return [Difference(book, what, old, new) for what, old, new in rows if old != new]


def _of_line(old: TariffLine | None, new: TariffLine | None) -> list[Difference]:
    if old is None or new is None:
        line = old or new
        if line is None:
            return []
        there = Text("ada", "there")
        return [
            Difference(
                line.label,
                Text("Baris", "Line"),
                there if old else _ABSENT,
                there if new else _ABSENT,
            )
        ]
    rows = [
        (Text("Pembulatan", "Rounding"), ROUNDINGS[old.rounding], ROUNDINGS[new.rounding]),
        (Text("Interval", "Intervals"), BRACKETS[old.brackets], BRACKETS[new.brackets]),
        (Text("1 MB", "1 MB"), _megabyte(old), _megabyte(new)),
    ]
    for number in range(max(len(old.tiers), len(new.tiers))):
        what = Text(f"Interval {number + 1}", f"Interval {number + 1}")
        rows.append((what, _tier_of(old, number), _tier_of(new, number)))
    return [Difference(new.label, what, was, now) for what, was, now in rows if was != now]


def _tier_of(line: TariffLine, number: int) -> Text:
    return tier_words(line, number) if number < len(line.tiers) else _ABSENT


def _extent(line: TariffLine, number: int) -> Text:
    tier = line.tiers[number]
    if tier.upto is None:
        if number == 0:
            return Text("Seluruhnya", "All of it")
        return Text("Berikutnya", "Everything after that")
    limit = _limit(line, tier)
    if number == 0:
        return Text(f"{limit.id} pertama", f"First {limit.en}")
    return Text(f"Berikutnya sampai dengan {limit.id}", f"After that, up to {limit.en}")


def _limit(line: TariffLine, tier: Tier) -> Text:
    if tier.in_mb:
        return Text(f"{grouped(tier.upto or 0)} MB", f"{grouped(tier.upto or 0, 'en')} MB")
    return quantity_text(tier.upto or 0, line.unit)


def _megabyte(line: TariffLine) -> Text:
    return quantity_text(line.mb_bytes, Unit.BYTE)


def _day(book: TariffBook, which: str) -> Text:
    day = book.effective_from if which == "from" else book.effective_to
    if day is None:
        return _OPEN if which == "from" else _LASTING
    return Text(format_date(day), format_date(day, "en"))


def _yes(confirmed: bool) -> Text:
    return Text("ya", "yes") if confirmed else Text("belum", "not yet")
