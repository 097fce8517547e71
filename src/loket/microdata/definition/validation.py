"""Answer, before any officer works: can this be sold, how large is it, what does it cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from loket.microdata.codebook import Bilingual, Codebook, DataFile
from loket.microdata.definition.difference import describe
from loket.microdata.definition.model import (
    Condition,
    Definition,
    Value,
    Wanted,
    definition_id,
)
from loket.microdata.definition.normalising import normalise
from loket.microdata.formats.writers import FORMATS

REGION_DIGITS = frozenset({2, 4, 7, 10})
_UNSAID = Bilingual()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against. ``code`` is stable, for programs; ``place`` names the part."""

    code: str
    place: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Offer:
    """
    What the seller says about an edition.

    ``regions`` are the codes that occur in it (None: not checked). ``size`` returns the bytes
    of the normalised definition as delivered; ``price`` the rupiah for that many bytes.
    ``withheld`` are ``(file, variable)`` pairs not for sale.
    """

    formats: Collection[str] = tuple(FORMATS)
    fullset_only: bool = False
    regions: Collection[str] | None = None
    withheld: Collection[tuple[str, str]] = ()
    licence: Bilingual = _UNSAID
    size: Callable[[Definition], int] | None = None
    price: Callable[[int], int] | None = None


@dataclass(frozen=True, slots=True)
class Validation:
    """
    The answer. ``definition`` is normalised and ``id`` its SHA-256; ``bytes`` and ``rupiah`` are
    None where there are reasons against or nobody could tell.
    """

    definition: Definition
    id: str
    reasons: tuple[Reason, ...]
    licence: Bilingual
    bytes: int | None = None
    rupiah: int | None = None

    @property
    def is_valid(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.reasons


def validate(definition: Definition, codebook: Codebook, offer: Offer) -> Validation:
    """Normalise ``definition`` and say what it is, or every reason against it at once."""
    tidy = normalise(definition, codebook)
    reasons = (
        *_edition(tidy, codebook),
        *_format(tidy, offer),
        *_files(tidy, codebook, offer),
        *_regions(tidy, codebook, offer),
        *_conditions(tidy, codebook),
        *_structure(tidy, codebook),
    )
    size = offer.size(tidy) if offer.size and not reasons else None
    price = offer.price(size) if offer.price and size is not None else None
    return Validation(tidy, definition_id(tidy), reasons, offer.licence, size, price)


def _edition(definition: Definition, codebook: Codebook) -> Iterator[Reason]:
    study = codebook.study
    if definition.edition not in {study.idno, *study.other_idnos}:
        yield Reason(
            "unknown-edition",
            definition.edition,
            Bilingual(
                f"Edisi {definition.edition!r} bukan edisi ini ({study.idno}).",
                f"{definition.edition!r} is not this edition ({study.idno}).",
            ),
        )
    if definition.release and definition.release != study.version:
        yield Reason(
            "other-release",
            definition.release,
            Bilingual(
                f"Rilis {definition.release} sudah diganti rilis {study.version}; "
                "periksa perubahannya lalu pesan rilis yang berlaku.",
                f"Release {definition.release} was replaced by release {study.version}; "
                "look at what changed and order the current one.",
            ),
        )


def _format(definition: Definition, offer: Offer) -> Iterator[Reason]:
    if definition.format not in offer.formats:
        known = ", ".join(sorted(offer.formats))
        yield Reason(
            "unknown-format",
            definition.format,
            Bilingual(
                f"Format {definition.format!r} tidak tersedia; pilih salah satu: {known}.",
                f"The format {definition.format!r} is not offered; choose one of: {known}.",
            ),
        )
    if offer.fullset_only and not definition.fullset:
        yield Reason(
            "fullset-only",
            definition.edition,
            Bilingual(
                "Di loket hanya dijual data lengkap; pilihan variabel dan wilayah dilayani "
                "melalui pemesanan daring.",
                "The counter sells full sets only; a choice of variables and regions can be "
                "ordered online.",
            ),
        )


def _files(definition: Definition, codebook: Codebook, offer: Offer) -> Iterator[Reason]:
    if not definition.files:
        yield Reason(
            "nothing-wanted",
            definition.edition,
            Bilingual(
                "Belum ada variabel yang dipilih; pilih sedikitnya satu.",
                "No variable is chosen; choose at least one.",
            ),
        )
    present = {file.name: file for file in codebook.present}
    for wanted in definition.files:
        if wanted.file not in present:
            yield Reason(
                "unknown-file",
                wanted.file,
                Bilingual(
                    f"Berkas {wanted.file!r} tidak ada dalam edisi ini.",
                    f"There is no file {wanted.file!r} in this edition.",
                ),
            )
            continue
        yield from _variables(wanted, present[wanted.file], offer)


def _variables(wanted: Wanted, file: DataFile, offer: Offer) -> Iterator[Reason]:
    for name in wanted.variables:
        place = f"{wanted.file}.{name}"
        if name not in file:
            yield Reason(
                "unknown-variable",
                place,
                Bilingual(
                    f"Variabel {name!r} tidak ada dalam berkas {wanted.file}.",
                    f"There is no variable {name!r} in the file {wanted.file}.",
                ),
            )
        elif (wanted.file, name) in offer.withheld:
            yield Reason(
                "withheld-variable",
                place,
                Bilingual(
                    f"Variabel {name} dalam {wanted.file} tidak dijual.",
                    f"The variable {name} of {wanted.file} is not for sale.",
                ),
            )


def _regions(definition: Definition, codebook: Codebook, offer: Offer) -> Iterator[Reason]:
    for code in definition.regions:
        if not (code.isascii() and code.isdigit() and len(code) in REGION_DIGITS):
            yield Reason(
                "malformed-region",
                code,
                Bilingual(
                    f"Kode wilayah {code!r} harus 2, 4, 7 atau 10 angka.",
                    f"The region code {code!r} must have 2, 4, 7 or 10 digits.",
                ),
            )
        elif offer.regions is not None and not _occurs(code, offer.regions):
            yield Reason(
                "unknown-region",
                code,
                Bilingual(
                    f"Wilayah {code} tidak ada dalam edisi ini.",
                    f"The region {code} does not occur in this edition.",
                ),
            )
    if not definition.regions:
        return
    finest = max(len(code) for code in definition.regions)
    for file in codebook.present:
        digits = sum(part.digits for part in file.region)
        if (
            definition.wanted(file.name)
            and digits < finest
            and not _reached(file, codebook, finest)
        ):
            yield Reason(
                "region-too-fine",
                file.name,
                Bilingual(
                    f"Berkas {file.name} hanya mengenal kode wilayah {digits} angka; "
                    f"pilih wilayah yang lebih luas atau lepaskan berkas itu.",
                    f"The file {file.name} knows region codes of {digits} digits only; choose "
                    "wider regions or leave that file out.",
                ),
            )


def _reached(file: DataFile, codebook: Codebook, finest: int) -> bool:
    """Tell whether a file without a region of its own has one through a shared key."""
    return not file.region and any(
        other.keys
        and all(key in file for key in other.keys)
        and sum(part.digits for part in other.region) >= finest
        for other in codebook.present
    )


def _occurs(code: str, known: Collection[str]) -> bool:
    return code in known or any(other.startswith(code) for other in known)


def _conditions(definition: Definition, codebook: Codebook) -> Iterator[Reason]:
    present = {file.name: file for file in codebook.present}
    for condition in definition.conditions:
        file = present.get(condition.file)
        place = f"{condition.file}.{condition.variable}"
        if file is None or condition.variable not in file:
            yield Reason(
                "unknown-variable",
                place,
                Bilingual(
                    f"Syarat memakai variabel yang tidak ada: {describe(condition).id}.",
                    f"A condition uses a variable that does not exist: {describe(condition).en}.",
                ),
            )
        elif not _fits(condition, file):
            yield Reason(
                "unfit-condition",
                place,
                Bilingual(
                    f"Nilai dalam syarat tidak sejenis dengan variabelnya: "
                    f"{describe(condition).id}.",
                    f"The values of a condition are not of the variable's kind: "
                    f"{describe(condition).en}.",
                ),
            )


def _fits(condition: Condition, file: DataFile) -> bool:
    is_text = file.variable(condition.variable).kind == "text"
    if condition.between is not None:
        return not is_text
    return all(_is_beginning(v) or isinstance(v, str) == is_text for v in condition.values)


def _is_beginning(value: Value) -> bool:
    return isinstance(value, str) and value.endswith("*")


def _structure(definition: Definition, codebook: Codebook) -> Iterator[Reason]:
    if definition.structure != "joined":
        return
    wanted = {each.file for each in definition.files}
    linked = [
        file
        for file in codebook.present
        if file.name in wanted and any(link.file in wanted for link in file.links)
    ]
    if not linked:
        yield Reason(
            "nothing-to-join",
            definition.edition,
            Bilingual(
                "Penggabungan memerlukan berkas rumah tangga dan berkas yang merujuk kepadanya.",
                "Joining needs the household file and a file that refers to it.",
            ),
        )
