"""What the approving official decides by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.web.forms import PageForm

Choices = Sequence[tuple[int, str]]
AT_COUNTER = ("picked", "institution", "verification")
FULL, PART, REFUSE = "full", "part", "refuse"


class ReductionForm(PageForm):
    """A decision on a lower tariff; grounds that only a grant needs are asked for a grant."""

    decision = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[
            (FULL, _("Setujui tarif nol rupiah")),
            (PART, _("Setujui sebagian")),
            (REFUSE, _("Tolak; tarif penuh berlaku")),
        ],
        widget=forms.RadioSelect,
    )
    percent = forms.DecimalField(
        label=_("Keringanan (%)"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        required=False,
        localize=True,
        help_text=_("Hanya bila disetujui sebagian, misalnya 50 atau 37,5."),
    )
    picked = forms.TypedChoiceField(
        label=_("Lembaga terverifikasi"), coerce=int, empty_value=None, required=False
    )
    institution = forms.CharField(
        label=_("Nama resmi lembaga, bila belum ada pada daftar"),
        max_length=160,
        required=False,
        help_text=_("Lengkap dengan wilayahnya; kuota dihitung untuk nama ini."),
    )
    verification = forms.CharField(
        label=_("Bagaimana lembaganya dipastikan"),
        max_length=300,
        required=False,
        help_text=_(
            "Hanya bila lembaganya belum ada pada daftar. Misalnya: surat dari alamat e-mail "
            "resmi pusdatin, atau lewat telepon."
        ),
    )
    legal_basis = forms.CharField(
        label=_("Dasar hukum"),
        max_length=120,
        required=False,
        help_text=_("Peraturan dan pasal yang mengizinkannya, misalnya PP 13/2024 Pasal 4."),
    )
    letter_number = forms.CharField(label=_("Nomor surat permohonan"), max_length=80)
    reason = forms.CharField(
        label=_("Pertimbangan"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Disampaikan kepada pemohon bila ditolak."),
    )

    def __init__(self, *args: Any, institutions: Choices | None, **kwargs: Any) -> None:
        """
        :param institutions: the verified ones to pick from at the counter; None online, where
            the account acts for one
        """
        super().__init__(*args, **kwargs)
        picked = self.fields["picked"]
        if institutions is None:
            for name in AT_COUNTER:
                del self.fields[name]
        elif isinstance(picked, forms.TypedChoiceField):
            picked.choices = [("", _("Belum ada pada daftar")), *institutions]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") in {FULL, PART}:
            needed = ["legal_basis"]
            if not cleaned.get("picked"):
                needed += ["institution", "verification"]
            for name in needed:
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, _("Isi bagian ini untuk menyetujui keringanan."))
        if cleaned.get("decision") == PART and "percent" in cleaned and not cleaned["percent"]:
            self.add_error("percent", _("Tulis berapa persen keringanannya."))
        return cleaned
