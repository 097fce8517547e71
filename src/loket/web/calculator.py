"""A calculator on a tariff book: a line, a quantity, and the price with its whole working."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.rules.tariffs import Quote, TariffBook, TariffLine, Unit, quote
from loket.rules.wording import RuleError, Text
from loket.web.forms import PageForm
from loket.web.templatetags.loket import teks

SIZES = {"": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
DECIMAL = re.compile(r"\d{1,18}([.,]\d{1,9})?")
MOST = 10**15


class QuantityField(forms.CharField):
    """A number above zero, typed as 1203880050, 1.203.880.050 or 1,5."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput({"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return a Decimal, or None if nothing was typed and nothing is required.

        :raises ValidationError: if it is no number above zero
        """
        typed = "".join(super().clean(value).split())
        if not typed:
            return None
        if GROUPED.fullmatch(typed):
            number = Decimal(re.sub(r"[.,]", "", typed))
        elif DECIMAL.fullmatch(typed):
            number = Decimal(typed.replace(",", "."))
        else:
            raise ValidationError(_("Tulis angka saja, misalnya 1.500.000 atau 1,5."))
        if not 0 < number <= MOST:
            raise ValidationError(_("Tulis jumlah di atas nol dan masuk akal."))
        return number


class CalculatorForm(PageForm):
    line = forms.ChoiceField(label=_("Jenis data"))
    quantity = QuantityField(label=_("Banyaknya"))
    size = forms.ChoiceField(
        label=_("Satuan"),
        choices=[
            ("", _("byte, halaman, atau peta")),
            ("kb", _("kB (1.000 byte)")),
            ("mb", _("MB (1.000.000 byte)")),
            ("gb", _("GB (1.000.000.000 byte)")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, book: TariffBook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        self.lines = {_key(line): line for line in book.lines}
        field = self.fields["line"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, teks(line.label)) for key, line in self.lines.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        line, quantity = self.lines.get(cleaned.get("line", "")), cleaned.get("quantity")
        if line is None or quantity is None:
            return cleaned
        if cleaned["size"] and line.unit is not Unit.BYTE:
            self.add_error("size", _("Halaman dan peta tidak diukur dalam byte. Pilih satuannya."))
            return cleaned
        units = quantity * SIZES[cleaned["size"]]
        if units != units.to_integral_value():
            self.add_error("quantity", _("Jumlah satuan harus bulat. Pakai byte bila perlu."))
        cleaned["units"] = int(units)
        return cleaned


@dataclass(frozen=True, slots=True)
class Calculated:
    """The answer: a quote, or why there is none; neither before anything was asked."""

    form: CalculatorForm
    quote: Quote | None = None
    refused: Text | None = None


def calculate(book: TariffBook, asked: Mapping[str, Any]) -> Calculated:
    """Price what was asked by the query of a page; changes nothing."""
    if not asked.get("quantity"):
        return Calculated(CalculatorForm(book=book, auto_id="hitung_%s"))
    form = CalculatorForm(asked, book=book, auto_id="hitung_%s")
    if not form.is_valid():
        return Calculated(form)
    try:
        line = form.lines[form.cleaned_data["line"]]
        return Calculated(form, quote(book, line, form.cleaned_data["units"]))
    except RuleError as refusal:
        return Calculated(form, refused=refusal.text)


def _key(line: TariffLine) -> str:
    return f"{line.kind}-{line.tariff_class}"
