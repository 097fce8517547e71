"""Forms of the customer's order pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.feedback.models import HIGHEST, LOWEST
from loket.rules.segments import ZERO_RUPIAH_ACTIVITIES
from loket.web.forms import PageForm
from loket.web.statements import percent_field
from loket.web.templatetags.loket import teks

LONG = forms.Textarea(attrs={"rows": 5})
SCORES = [(4, _("Sangat baik")), (3, _("Baik")), (2, _("Kurang baik")), (1, _("Tidak baik"))]


class ZeroForm(PageForm):
    activity = forms.ChoiceField(label=_("Kegiatan"), widget=forms.RadioSelect)
    letter_number = forms.CharField(label=_("Nomor surat permohonan"), max_length=80)
    letter_on = forms.DateField(
        label=_("Tanggal surat"), widget=forms.DateInput(attrs={"type": "date"})
    )
    signatory = forms.CharField(
        label=_("Penanda tangan surat"), max_length=120, help_text=_("Nama lengkap.")
    )
    signatory_position = forms.CharField(label=_("Jabatan penanda tangan"), max_length=120)
    percent = percent_field(required=True)
    file = forms.FileField(label=_("Surat permohonan (PDF)"))
    declared = forms.BooleanField(
        label=_("Saya menyatakan data tidak dipakai untuk tujuan komersial.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["activity"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(a.value, teks(t)) for a, t in ZERO_RUPIAH_ACTIVITIES.items()]


class SubmitForm(PageForm):
    terms = forms.BooleanField(
        label=_(
            "Saya menyetujui syarat pembelian: abstraksi, SPPD, format, biaya, dan media, serta "
            "tidak menyalin data untuk orang lain."
        )
    )


class ReasonForm(PageForm):
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea({"rows": 3}))


class ErrorForm(PageForm):
    what = forms.CharField(
        label=_("Apa yang salah?"),
        help_text=_("Sebutkan berkas, variabel, atau baris yang keliru."),
        max_length=2000,
        widget=LONG,
    )


class SppdForm(PageForm):
    file = forms.FileField(
        label=_("SPPD bertanda tangan elektronik (PDF)"),
        help_text=_("Berkas PDF yang ditandatangani dan dibubuhi e-meterai, paling besar 20 MB."),
    )


class TransferForm(PageForm):
    currency = forms.RegexField(
        label=_("Mata uang"), regex=r"^[A-Z]{3}$", help_text=_("Tiga huruf, misalnya USD.")
    )
    amount = forms.DecimalField(
        label=_("Jumlah yang dikirim"), min_value=1, max_digits=16, decimal_places=2
    )
    sent_on = forms.DateField(
        label=_("Tanggal transfer"), widget=forms.DateInput(attrs={"type": "date"})
    )
    bank = forms.CharField(label=_("Bank pengirim"), max_length=120)
    file = forms.FileField(label=_("Bukti transfer (PDF atau foto)"))


class RatingForm(PageForm):
    score = forms.TypedChoiceField(
        label=_("Bagaimana pelayanan kami?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Saran atau keluhan"), max_length=2000, required=False, widget=LONG
    )

    def clean_score(self) -> int:
        score = int(self.cleaned_data["score"])
        return min(max(score, LOWEST), HIGHEST)


class RelinkForm(PageForm):
    kuitansi = forms.CharField(
        label=_("Nomor kuitansi"),
        help_text=_("Seperti tercetak pada kuitansi, misalnya 00012/KUI/3304/2026."),
        max_length=40,
    )
