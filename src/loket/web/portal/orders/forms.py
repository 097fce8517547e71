"""Forms of the customer's order pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.agreements.models import Abstraksi
from loket.agreements.operations import Statement
from loket.documents.models import Upload
from loket.feedback.models import HIGHEST, LOWEST
from loket.rules.segments import ZERO_RUPIAH_ACTIVITIES, Segment
from loket.rules.signatory import RANKS, SIGNATORIES, Rank
from loket.web.forms import PageForm
from loket.web.templatetags.loket import teks

LONG = forms.Textarea(attrs={"rows": 5})
SCORES = [(4, _("Sangat baik")), (3, _("Baik")), (2, _("Kurang baik")), (1, _("Tidak baik"))]


class StatementForm(PageForm):
    background = forms.CharField(
        label=_("Latar belakang"),
        help_text=_("Mengapa data ini diperlukan: masalah atau pertanyaan yang diteliti."),
        widget=LONG,
    )
    purpose = forms.CharField(
        label=_("Tujuan"), help_text=_("Apa yang ingin diketahui atau dicapai."), widget=LONG
    )
    method = forms.CharField(
        label=_("Metode"),
        help_text=_("Bagaimana data diolah, dan variabel apa yang dipakai untuk itu."),
        widget=LONG,
    )
    output = forms.CharField(
        label=_("Rancangan hasil"),
        help_text=_("Bentuk hasilnya: skripsi, artikel, laporan, kebijakan."),
        widget=LONG,
    )
    signer_name = forms.CharField(
        label=_("Nama penanda tangan SPPD"),
        help_text=_("Orang yang akan menandatangani perjanjian di atas meterai Rp10.000."),
        max_length=120,
    )
    signer_rank = forms.ChoiceField(label=_("Kedudukan penanda tangan"))
    signer_position = forms.CharField(
        label=_("Jabatan penanda tangan"), max_length=120, required=False
    )
    file = forms.FileField(
        label=_("Berkas abstraksi atau proposal (PDF)"),
        help_text=_("Paling besar 10 MB. Berkas diperiksa sebelum dibuka petugas."),
        required=False,
    )

    def __init__(self, *args: Any, segment: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accepted = SIGNATORIES[Segment(segment)].accepted
        choices = [(rank.value, teks(RANKS[rank])) for rank in RANKS if rank in accepted]
        rank_field = self.fields["signer_rank"]
        if isinstance(rank_field, forms.ChoiceField):
            rank_field.choices = choices

    def statement(self, upload: Upload | None) -> Statement:
        found = self.cleaned_data
        return Statement(
            background=found["background"],
            purpose=found["purpose"],
            method=found["method"],
            output=found["output"],
            signer_name=found["signer_name"],
            signer_position=found["signer_position"],
            signer_rank=Rank(found["signer_rank"]),
            upload=upload,
        )


def initial_of(statement: Abstraksi | None, signer: str) -> dict[str, str]:
    """Return what the form starts with: what was written before, or the customer's name."""
    if statement is None:
        return {"signer_name": signer}
    names = ("background", "purpose", "method", "output")
    signer_names = ("signer_name", "signer_rank", "signer_position")
    return {name: getattr(statement, name) for name in (*names, *signer_names)}


class ZeroForm(PageForm):
    activity = forms.ChoiceField(label=_("Kegiatan"), widget=forms.RadioSelect)
    letter_number = forms.CharField(label=_("Nomor surat permohonan"), max_length=80)
    letter_on = forms.DateField(
        label=_("Tanggal surat"), widget=forms.DateInput(attrs={"type": "date"})
    )
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
