"""What a product costs: from the first page on, and exactly for every selection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from loket.catalogue import area_map_definitions, marking, sizes, tariffs
from loket.catalogue.area_map_definitions import AreaMapDefinition
from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import AreaLayer, Edition, Product
from loket.catalogue.queries import hints, masters, regions
from loket.catalogue.terms import LICENCE
from loket.microdata import definition as microdata
from loket.microdata.codebook import Bilingual
from loket.microdata.definition import Definition
from loket.microdata.disclosure import foresee, is_identifier
from loket.microdata.errors import MicrodataError
from loket.rules.tariffs import Kind, Quote, TariffBook, quote_for
from loket.rules.wording import RuleError, Text


@dataclass(frozen=True, slots=True)
class PriceFrom:
    """
    The prices a product page opens with.

    :ivar least: the lowest price anything of this product can have
    :ivar whole: the price of all of it (full set, or one map); None if not sold so
    :ivar refused: why there is no price, in words
    """

    least: Quote | None = None
    whole: Quote | None = None
    refused: Text | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """
    The answer to a definition, before any officer works.

    :ivar definition: canonical JSON of the normalised definition, to be kept with the order
    :ivar definition_id: its SHA-256
    :ivar reasons: everything that speaks against it; empty when it can be ordered
    :ivar quantity: bytes in the tariff format, or maps: exact
    :ivar quote: the price with its whole working (cara hitung)
    :ivar hints: lawful ways to the same data that cost no more; never chosen for the buyer
    :ivar delivered: fewest and most bytes of the files as ordered, where that can be told
    :ivar notices: what an approving official will have to decide before the data leave
    """

    definition: str
    definition_id: str
    reasons: tuple[Text, ...]
    quantity: int | None = None
    quote: Quote | None = None
    notices: tuple[Text, ...] = ()
    delivered: tuple[int, int] | None = None
    hints: tuple[Text, ...] = ()

    @property
    def can_be_ordered(self) -> bool:
        return not self.reasons and self.quote is not None


def price_from(product: Product, at: datetime) -> PriceFrom:
    """Return the prices to show before anything is chosen, by the book in force then."""
    try:
        if product.edition_id:
            return _microdata_from(product, at)
        one = _priced(product, 1, at)
        maps = len(regions.kabupaten(product)) if regions.available(product) else 1
        return PriceFrom(least=one, whole=_priced(product, max(maps, 1), at))
    except (RuleError, CatalogueError) as refusal:
        return PriceFrom(refused=Text(refusal.id, refusal.en))


def quote_definition(
    product: Product,
    source: str | bytes,
    *,
    at: datetime,
    fullset_only: bool = False,
    reduction_percent: Decimal | int = 0,
) -> Checked:
    """
    Check a definition (JSON, canonical or not) against the product and price it.

    :param at: the instant whose tariff book counts, by the office's calendar
    :param fullset_only: at the counter, where nothing is chosen by variables
    :param reduction_percent: lawful reduction, 0 to 100
    :raises MicrodataError: it is no definition of microdata at all
    :raises CatalogueError: it is no definition of maps at all
    """
    if product.edition is not None:
        wanted = microdata.parse(source)
        answer = _checked_microdata(product, product.edition, wanted, fullset_only)
        return _with_price(product, answer, at, reduction_percent)
    if product.layer is None:
        raise TypeError(product.code)
    chosen = area_map_definitions.parse(source)
    answer_on_map = _checked_map(product, product.layer, chosen)
    return _with_price(product, answer_on_map, at, reduction_percent)


def whole_definition(product: Product, *, format: str = "", language: str = "id") -> str:
    """Return the JSON that orders all of the product: the full set, or every map of it."""
    chosen = format or product.formats[0]
    if product.edition is not None:
        edition = product.edition
        return microdata.canonical(
            Definition(
                edition=edition.idno,
                release=edition.release,
                fullset=True,
                format=chosen,
                language="en" if language == "en" else "id",
            )
        ).decode()
    if product.layer is None:
        raise TypeError(product.code)
    return area_map_definitions.canonical(
        AreaMapDefinition(
            product.layer.code,
            product.layer.release,
            regions=tuple(regions.available(product)),
            formats=(chosen,),
        )
    ).decode()


def _microdata_from(product: Product, at: datetime) -> PriceFrom:
    whole = _priced(product, product.fullset_bytes, at) if product.fullset_bytes else None
    least = _priced(product, 1, at) if product.sold_by_variables else whole
    return PriceFrom(least=least, whole=whole if product.sold_fullset else None)


def _priced(product: Product, quantity: int, at: datetime) -> Quote:
    return _quoted(product, quantity, tariffs.book_of(product.office, at), 0)


def _quoted(
    product: Product, quantity: int, book: TariffBook, reduction_percent: Decimal | int
) -> Quote:
    return quote_for(
        book,
        Kind(product.kind),
        product.tariff_class,
        quantity,
        reduction_percent=reduction_percent,
    )


def _with_price(
    product: Product, checked: Checked, at: datetime, reduction_percent: Decimal | int
) -> Checked:
    if checked.reasons or checked.quantity is None:
        return checked
    try:
        book = tariffs.book_of(product.office, at)
        quote = _quoted(product, checked.quantity, book, reduction_percent)
    except (CatalogueError, RuleError) as refusal:
        return replace(checked, reasons=(Text(refusal.id, refusal.en),))
    return replace(checked, quote=quote, hints=hints.about_choice(product, quote, book))


def _checked_microdata(
    product: Product, edition: Edition, wanted: Definition, fullset_only: bool
) -> Checked:
    book = masters.codebook(edition)
    offer = microdata.Offer(
        formats=product.formats,
        fullset_only=fullset_only or not product.sold_by_variables,
        regions=regions.available(product),
        withheld={
            (file.name, variable.name)
            for file, variable in book.variables()
            if is_identifier(variable)
        },
        licence=Bilingual(LICENCE.id, LICENCE.en),
    )
    answer = microdata.validate(wanted, book, offer)
    reasons = [Text(reason.text.id, reason.text.en) for reason in answer.reasons]
    if wanted.fullset and not product.sold_fullset:
        reasons.append(
            Text(
                "Data ini hanya dijual menurut variabel; pilih variabel yang diperlukan.",
                "These data are sold by variables only; choose the variables you need.",
            )
        )
    canonical = microdata.canonical(answer.definition).decode()
    if reasons:
        return Checked(canonical, answer.id, tuple(reasons))
    try:
        channels = marking.channels_of(product.fingerprint)
        quantity = sizes.bytes_of(edition, answer.definition, product.tariff_format, channels)
        delivered = sizes.delivered(edition, answer.definition)
    except (MicrodataError, CatalogueError) as refusal:
        return Checked(canonical, answer.id, (Text(refusal.id, refusal.en),))
    foreseen = foresee(masters.master(edition), answer.definition)
    notices = [
        Text(f"{each.place}: {each.text.id}", f"{each.place}: {each.text.en}") for each in foreseen
    ]
    return Checked(canonical, answer.id, (), quantity, notices=tuple(notices), delivered=delivered)


def _checked_map(product: Product, layer: AreaLayer, wanted: AreaMapDefinition) -> Checked:
    reasons = list(_reasons_against_map(product, layer, wanted))
    canonical = area_map_definitions.canonical(wanted).decode()
    identity = area_map_definitions.definition_id(wanted)
    if reasons:
        return Checked(canonical, identity, tuple(reasons))
    return Checked(
        canonical, identity, (), len(wanted.regions) if regions.available(product) else 1
    )


def _reasons_against_map(
    product: Product, layer: AreaLayer, wanted: AreaMapDefinition
) -> list[Text]:
    reasons = []
    if (wanted.layer, wanted.release) != (layer.code, layer.release):
        reasons.append(
            Text(
                f"Pesanan menyebut peta {wanted.layer} rilis {wanted.release}; yang dijual "
                f"sekarang {layer.code} rilis {layer.release}. Periksa lalu pesan yang berlaku.",
                f"The order names map {wanted.layer}, release {wanted.release}; on sale now is "
                f"{layer.code}, release {layer.release}. Look at it and order the current one.",
            )
        )
    known = regions.available(product)
    strange = [code for code in wanted.regions if code not in known]
    if strange:
        listed = ", ".join(strange[:5])
        reasons.append(
            Text(
                f"Wilayah {listed} tidak dapat dipilih untuk peta ini.",
                f"The regions {listed} cannot be chosen for this map.",
            )
        )
    if known and not wanted.regions:
        reasons.append(
            Text(
                "Pilih sekurang-kurangnya satu kabupaten atau kota.",
                "Choose at least one kabupaten or kota.",
            )
        )
    not_offered = [each for each in wanted.formats if each not in product.formats]
    if not_offered:
        listed, offered = ", ".join(not_offered), ", ".join(product.formats)
        reasons.append(
            Text(
                f"Format {listed} tidak ditawarkan; pilih: {offered}.",
                f"The formats {listed} are not offered; choose: {offered}.",
            )
        )
    return reasons
