"""The form in which an officer takes a request down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.agreements import operations
from loket.areamaps.errors import AreaMapError
from loket.areamaps.formats import MapFormat
from loket.catalogue import access as catalogue
from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import Product
from loket.catalogue.queries.prices import PriceFrom, price_from
from loket.counter.models import Visit
from loket.documents.models import Upload
from loket.microdata.errors import MicrodataError
from loket.orders import ordering
from loket.orders.operations import NewItem
from loket.people.models import Office, User
from loket.rules.segments import SEGMENTS, ZERO_RUPIAH_ACTIVITIES, Segment
from loket.rules.wording import RuleError
from loket.web.desk.guests.forms import LANGUAGES
from loket.web.statements import StatementForm, percent_field
from loket.web.templatetags.loket import language, teks

ASKED = ("activity", "letter_number", "letter_on", "signatory", "declared")  # a lower tariff
UNREADABLE = (ordering.NotOrderable, MicrodataError, CatalogueError, AreaMapError, RuleError)


@dataclass(frozen=True, slots=True)
class Offered:
    """A product that the counter can sell whole."""

    product: Product
    price: PriceFrom
    is_chosen: bool
    format: forms.BoundField


class RecordForm(StatementForm):
    """Abstraksi, list, language, and perhaps the zero tariff."""

    product = forms.MultipleChoiceField(
        label=_("Data yang diminta"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu data mikro atau peta digital.")},
    )
    language = forms.ChoiceField(
        label=_("Bahasa surat dan dokumen"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    zero = forms.BooleanField(label=_("Memohon keringanan atau tarif nol rupiah"), required=False)
    activity = forms.ChoiceField(label=_("Kegiatan"), required=False)
    letter_number = forms.CharField(
        label=_("Nomor surat permohonan"), max_length=80, required=False
    )
    letter_on = forms.DateField(
        label=_("Tanggal surat"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    signatory = forms.CharField(label=_("Penanda tangan surat"), max_length=120, required=False)
    signatory_position = forms.CharField(
        label=_("Jabatan penanda tangan"), max_length=120, required=False
    )
    percent = percent_field(required=False)
    declared = forms.BooleanField(
        label=_("Pemohon menyatakan data tidak dipakai untuk tujuan komersial."), required=False
    )
    letter = forms.FileField(label=_("Surat permohonan (PDF)"), required=False)

    def __init__(
        self,
        *args: Any,
        office: Office,
        guest: User,
        visit: Visit,
        at: datetime,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"signer_name": guest.name, "language": visit.language})
        super().__init__(*args, segment=guest.segment, **kwargs)
        self.at = at
        self.products = {p.code: p for p in _for_sale(office)}
        field = self.fields["product"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(code, _title(p)) for code, p in self.products.items()]
        for code, product in self.products.items():
            self.fields[f"format_{code}"] = forms.ChoiceField(
                label=_("Format"),
                choices=[(each, each) for each in _formats(product)],
                required=False,
            )
        self.may_ask_zero = SEGMENTS[Segment(guest.segment)].zero_rupiah
        activity = self.fields["activity"]
        if isinstance(activity, forms.ChoiceField):
            activity.choices = [(a.value, teks(t)) for a, t in ZERO_RUPIAH_ACTIVITIES.items()]

    def offered(self) -> list[Offered]:
        chosen = set(self.data.getlist("product")) if hasattr(self.data, "getlist") else set()
        return [
            Offered(product, price_from(product, self.at), code in chosen, self[f"format_{code}"])
            for code, product in self.products.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("zero") and not self.may_ask_zero:
            raise ValidationError(_("Golongan pengguna ini tidak berhak atas tarif nol rupiah."))
        for name in ASKED:
            if cleaned.get("zero") and not cleaned.get(name):
                self.add_error(name, _("Isi bagian ini untuk permohonan tarif nol rupiah."))
        return cleaned

    def picked(self) -> list[NewItem]:
        """Check and price what was chosen; what cannot be sold is said on the form."""
        items = []
        for code in self.cleaned_data["product"]:
            product = self.products[code]
            wanted = self.cleaned_data.get(f"format_{code}") or _formats(product)[0]
            try:
                picked = ordering.pick_whole(
                    product,
                    format=wanted,
                    language=self.cleaned_data["language"],
                    at=self.at,
                )
            except UNREADABLE as error:
                self.add_error("product", f"{_title(product)}: {teks(error)}")
            else:
                items.append(picked.item)
        return items

    def zero_request(self, upload: Upload | None) -> operations.ZeroRequest | None:
        if not self.cleaned_data["zero"]:
            return None
        return operations.ZeroRequest(
            activity=self.cleaned_data["activity"],
            letter_number=self.cleaned_data["letter_number"],
            letter_on=self.cleaned_data["letter_on"],
            upload=upload,
            signatory=self.cleaned_data["signatory"],
            signatory_position=self.cleaned_data["signatory_position"],
            percent=self.cleaned_data["percent"] or Decimal(100),
        )


def _for_sale(office: Office) -> list[Product]:
    products = catalogue.of_office(office).filter(on_sale=True, sold_fullset=True)
    return list(products.order_by("kind", "-year", "title_id"))


def _formats(product: Product) -> tuple[str, ...]:
    return tuple(product.formats) or tuple(str(each) for each in MapFormat)


def _title(product: Product) -> str:
    return (product.title_en if language() == "en" else "") or product.title_id
