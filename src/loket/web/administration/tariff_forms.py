"""Forms in which a draft of a tariff book is written, one line of the annex at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.rules.rupiah import parse_rupiah
from loket.rules.tariffs import (
    Brackets,
    Mode,
    Rounding,
    TariffBook,
    TariffLine,
    Tier,
    Unit,
)
from loket.rules.tariffs.describe import BRACKETS, ROUNDINGS
from loket.rules.wording import RuleError, Text
from loket.web.forms import PageForm
from loket.web.reasons import words_of
from loket.web.templatetags.loket import teks

SPARE = 2  # empty intervals at the end of the form
MOST = 20  # intervals of a line
PARTS = ("upto", "in_mb", "price", "per", "mode")
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
MODES = [
    ("", _("(tidak dipakai)")),
    (Mode.FLAT.value, _("sekali, berapa pun isinya")),
    (Mode.PER_UNIT.value, _("per satuan yang dimulai")),
    (Mode.PRO_RATA.value, _("sebanding, sampai satuan terkecil")),
]
MEGABYTES = [
    (1_000_000, _("1.000.000 byte")),
    (1_048_576, _("1.048.576 byte")),
]


class WholeField(forms.CharField):
    """A whole number, typed as 1250000, 1.250.000 or Rp1.250.000; empty gives None."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "size": "10"})
        super().__init__(max_length=40, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """
        :raises ValidationError: if it is no whole number
        """
        typed = super().clean(value)
        try:
            return parse_rupiah(typed) if typed else None
        except RuleError as error:
            raise ValidationError(words_of(error)) from error


class BookForm(PageForm):
    """What a book says of itself, besides its lines."""

    legal_basis_id = forms.CharField(label=_("Dasar hukum"), max_length=300)
    legal_basis_en = forms.CharField(label=_("Dasar hukum dalam bahasa Inggris"), max_length=300)
    effective_from = forms.DateField(
        label=_("Mulai berlaku"),
        required=False,
        widget=DAY,
        help_text=_("Hari ini atau sesudahnya; harga tidak berlaku surut."),
    )
    effective_to = forms.DateField(
        label=_("Berakhir"),
        required=False,
        widget=DAY,
        help_text=_("Kosong berarti sampai ada buku berikutnya."),
    )
    confirmed = forms.BooleanField(
        label=_("Besarannya sudah dicocokkan dengan lampiran resmi"), required=False
    )
    note_id = forms.CharField(
        label=_("Catatan"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    note_en = forms.CharField(
        label=_("Catatan dalam bahasa Inggris"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    @classmethod
    def of(cls, book: TariffBook) -> BookForm:
        return cls(
            initial={
                "legal_basis_id": book.legal_basis.id,
                "legal_basis_en": book.legal_basis.en,
                "effective_from": book.effective_from,
                "effective_to": book.effective_to,
                "confirmed": book.confirmed,
                "note_id": book.note.id,
                "note_en": book.note.en,
            }
        )

    def changed(self, book: TariffBook) -> TariffBook:
        """
        :raises RuleError: if the book would contradict itself
        """
        given = self.cleaned_data
        return replace(
            book,
            legal_basis=Text(given["legal_basis_id"], given["legal_basis_en"]),
            effective_from=given["effective_from"],
            effective_to=given["effective_to"],
            confirmed=given["confirmed"],
            note=Text(given["note_id"], given["note_en"]),
        )


class LineForm(PageForm):
    """One tariff line: its words, rounding, and intervals; two empty ones wait at the end."""

    label_id = forms.CharField(label=_("Bunyi baris pada lampiran"), max_length=200)
    label_en = forms.CharField(label=_("Bunyi dalam bahasa Inggris"), max_length=200)
    rounding = forms.ChoiceField(label=_("Pembulatan"))
    brackets = forms.ChoiceField(label=_("Cara interval"))
    mb_bytes = forms.TypedChoiceField(label=_("1 MB sama dengan"), choices=MEGABYTES, coerce=int)

    def __init__(self, *args: Any, line: TariffLine, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(line))
        super().__init__(*args, **kwargs)
        self.line = line
        self.count = min(len(line.tiers) + SPARE, MOST)
        for name, words in (("rounding", ROUNDINGS), ("brackets", BRACKETS)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(key.value, teks(text)) for key, text in words.items()]
        if line.unit is not Unit.BYTE:
            del self.fields["mb_bytes"]
        for number in range(self.count):
            self._add_interval(number)

    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        return [
            (number + 1, [self[f"{p}_{number}"] for p in PARTS if f"{p}_{number}" in self.fields])
            for number in range(self.count)
        ]

    def heads(self) -> list[forms.BoundField]:
        plain = ("label_id", "label_en", "rounding", "brackets", "mb_bytes")
        return [self[name] for name in plain if name in self.fields]

    def changed(self) -> TariffLine:
        """
        Return the line as written on the form.

        :raises RuleError: the intervals do not make a tariff; the words say why
        """
        given = self.cleaned_data
        return replace(
            self.line,
            label=Text(given["label_id"], given["label_en"]),
            rounding=Rounding(given["rounding"]),
            brackets=Brackets(given["brackets"]),
            mb_bytes=given.get("mb_bytes", self.line.mb_bytes),
            tiers=tuple(self._tier(n) for n in range(self.count) if given[f"mode_{n}"]),
        )

    def _add_interval(self, number: int) -> None:
        at = {"number": number + 1}
        self.fields[f"upto_{number}"] = WholeField(label=_("Sampai dengan (%(number)s)") % at)
        if self.line.unit is Unit.BYTE:
            self.fields[f"in_mb_{number}"] = forms.BooleanField(
                label=_("batasnya dalam MB (%(number)s)") % at, required=False
            )
        self.fields[f"price_{number}"] = WholeField(label=_("Harga, rupiah (%(number)s)") % at)
        self.fields[f"per_{number}"] = WholeField(label=_("untuk setiap (%(number)s)") % at)
        self.fields[f"mode_{number}"] = forms.ChoiceField(
            label=_("Cara menghitung (%(number)s)") % at, choices=MODES, required=False
        )

    def _tier(self, number: int) -> Tier:
        given = self.cleaned_data
        mode = Mode(given[f"mode_{number}"])
        return Tier(
            upto=given[f"upto_{number}"],
            price=given[f"price_{number}"],
            per=None if mode is Mode.FLAT else given[f"per_{number}"],
            mode=mode,
            in_mb=given.get(f"in_mb_{number}", False),
        )


class ReturnForm(PageForm):
    reason = forms.CharField(
        label=_("Apa yang perlu diperbaiki?"), max_length=500, widget=forms.Textarea({"rows": 2})
    )


def _initial(line: TariffLine) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "label_id": line.label.id,
        "label_en": line.label.en,
        "rounding": line.rounding.value,
        "brackets": line.brackets.value,
        "mb_bytes": line.mb_bytes,
    }
    for number, tier in enumerate(line.tiers):
        initial |= {
            f"upto_{number}": tier.upto,
            f"in_mb_{number}": tier.in_mb,
            f"price_{number}": tier.price,
            f"per_{number}": tier.per,
            f"mode_{number}": tier.mode.value,
        }
    return initial
