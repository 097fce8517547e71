"""What changed between two definitions, in words for the customer and the officer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from loket.microdata.codebook import Bilingual, Codebook
from loket.microdata.definition.model import Condition, Definition, Wanted

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """
    One change. ``subject`` is the part of the definition (``variables``, ``regions``, …),
    ``items`` the names concerned, ``text`` the sentence.
    """

    kind: Kind
    subject: str
    items: tuple[str, ...]
    text: Bilingual


_NAMES: dict[str, Bilingual] = {
    "edition": Bilingual("Edisi", "Edition"),
    "release": Bilingual("Rilis", "Release"),
    "cases": Bilingual("Pilihan kasus", "Case selection"),
    "structure": Bilingual("Susunan berkas", "Structure of the files"),
    "format": Bilingual("Format", "Format"),
    "language": Bilingual("Bahasa label", "Language of the labels"),
    "fullset": Bilingual("Data lengkap", "Full set"),
    "division": Bilingual("Pembagian berkas", "Division of the files"),
}
_SAID: dict[object, Bilingual] = {
    True: Bilingual("ya", "yes"),
    False: Bilingual("tidak", "no"),
    "individuals": Bilingual("individu yang memenuhi syarat", "matching individuals"),
    "households": Bilingual("seluruh rumah tangga", "whole households"),
    "separate": Bilingual("terpisah", "separate"),
    "joined": Bilingual("digabung", "joined"),
    "merged": Bilingual("bagian menjadi satu berkas", "parts made one file"),
    "parts": Bilingual("dalam bagian menurut provinsi", "in parts by province"),
    "id": Bilingual("Indonesia", "Indonesian"),
    "en": Bilingual("Inggris", "English"),
    "": Bilingual("(kosong)", "(none)"),
}


def diff(
    before: Definition, after: Definition, codebook: Codebook | None = None
) -> tuple[Change, ...]:
    """
    Return what ``after`` changes, in a fixed order; nothing when they are the same order.

    Compare normalised definitions. With a ``codebook``, variables are named with their labels.
    """
    return (
        *_scalars(before, after),
        *_files(before, after, codebook),
        *_regions(before, after),
        *_conditions(before, after),
    )


def _scalars(before: Definition, after: Definition) -> Iterator[Change]:
    for key, name in _NAMES.items():
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            was, now = _said(old), _said(new)
            text = Bilingual(
                f"{name.id}: semula {was.id}, menjadi {now.id}.",
                f"{name.en}: was {was.en}, becomes {now.en}.",
            )
            yield Change("changed", key, (str(old), str(new)), text)


def _said(value: object) -> Bilingual:
    return _SAID.get(value, Bilingual(str(value), str(value)))


def _files(before: Definition, after: Definition, codebook: Codebook | None) -> Iterator[Change]:
    old = {wanted.file: wanted for wanted in before.files}
    new = {wanted.file: wanted for wanted in after.files}
    for name, wanted in new.items():
        if name not in old:
            count = len(wanted.variables)
            text = Bilingual(
                f"Berkas {name} ditambahkan ({count} variabel).",
                f"File {name} is added ({count} variables).",
            )
            yield Change("added", "files", (name,), text)
        else:
            yield from _variables(old[name], wanted, codebook)
    for name in old:
        if name not in new:
            text = Bilingual(f"Berkas {name} dihapus.", f"File {name} is removed.")
            yield Change("removed", "files", (name,), text)


def _variables(old: Wanted, new: Wanted, codebook: Codebook | None) -> Iterator[Change]:
    added = tuple(name for name in new.variables if name not in old.variables)
    removed = tuple(name for name in old.variables if name not in new.variables)
    if added:
        said = _named(codebook, new.file, added)
        text = Bilingual(
            f"Variabel ditambahkan dalam {new.file}: {said.id}.",
            f"Variables added in {new.file}: {said.en}.",
        )
        yield Change("added", "variables", added, text)
    if removed:
        said = _named(codebook, old.file, removed)
        text = Bilingual(
            f"Variabel dihapus dari {old.file}: {said.id}.",
            f"Variables removed from {old.file}: {said.en}.",
        )
        yield Change("removed", "variables", removed, text)


def _named(codebook: Codebook | None, file: str, names: Iterable[str]) -> Bilingual:
    known = {each.name: each for each in codebook.files} if codebook else {}
    texts: tuple[list[str], list[str]] = ([], [])
    for name in names:
        label = (
            known[file].variable(name).label
            if file in known and name in known[file]
            else Bilingual()
        )
        texts[0].append(f"{name} ({label.said_in('id')})" if label else name)
        texts[1].append(f"{name} ({label.said_in('en')})" if label else name)
    return Bilingual("; ".join(texts[0]), "; ".join(texts[1]))


def _regions(before: Definition, after: Definition) -> Iterator[Change]:
    if before.regions == after.regions:
        return
    if not before.regions or not after.regions:
        was = ", ".join(before.regions)
        now = ", ".join(after.regions)
        text = Bilingual(
            f"Wilayah: semula {was or 'seluruhnya'}, menjadi {now or 'seluruhnya'}.",
            f"Regions: was {was or 'all'}, becomes {now or 'all'}.",
        )
        yield Change("changed", "regions", (*before.regions, *after.regions), text)
        return
    added = tuple(code for code in after.regions if code not in before.regions)
    removed = tuple(code for code in before.regions if code not in after.regions)
    if added:
        codes = ", ".join(added)
        text = Bilingual(f"Wilayah ditambahkan: {codes}.", f"Regions added: {codes}.")
        yield Change("added", "regions", added, text)
    if removed:
        codes = ", ".join(removed)
        text = Bilingual(f"Wilayah dihapus: {codes}.", f"Regions removed: {codes}.")
        yield Change("removed", "regions", removed, text)


def _conditions(before: Definition, after: Definition) -> Iterator[Change]:
    for each in after.conditions:
        if each not in before.conditions:
            said = describe(each)
            text = Bilingual(f"Syarat ditambahkan: {said.id}.", f"Condition added: {said.en}.")
            yield Change("added", "conditions", (each.variable,), text)
    for each in before.conditions:
        if each not in after.conditions:
            said = describe(each)
            text = Bilingual(f"Syarat dihapus: {said.id}.", f"Condition removed: {said.en}.")
            yield Change("removed", "conditions", (each.variable,), text)


def describe(condition: Condition) -> Bilingual:
    """Return a condition in words."""
    where = f"{condition.file}.{condition.variable}"
    if condition.between is not None:
        low, high = condition.between
        return Bilingual(f"{where} antara {low} dan {high}", f"{where} between {low} and {high}")
    values = ", ".join(str(value) for value in condition.values)
    if len(condition.values) == 1:
        return Bilingual(f"{where} = {values}", f"{where} = {values}")
    return Bilingual(f"{where} salah satu dari {values}", f"{where} one of {values}")
