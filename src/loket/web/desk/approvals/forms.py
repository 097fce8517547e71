"""What the approving official decides by."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.web.forms import PageForm


class ZeroTariffForm(PageForm):
    legal_basis = forms.CharField(
        label=_("Dasar hukum"),
        max_length=120,
        help_text=_("Peraturan dan pasal yang memberi hak tarif nol rupiah."),
    )
    letter_number = forms.CharField(label=_("Nomor surat permohonan"), max_length=80)
    reason = forms.CharField(
        label=_("Pertimbangan"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
