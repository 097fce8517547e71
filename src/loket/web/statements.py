"""What a customer states, as form and fields: the abstraksi, the lower tariff asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.agreements.models import Abstraksi
from loket.agreements.operations import Statement
from loket.documents.models import Upload
from loket.rules.segments import Segment
from loket.rules.signatory import RANKS, SIGNATORIES, Rank
from loket.web.forms import PageForm
from loket.web.templatetags.loket import teks

LONG = forms.Textarea(attrs={"rows": 5})


def percent_field(*, required: bool) -> forms.DecimalField:
    """Return the field for how much lower a tariff the customer asks for."""
    return forms.DecimalField(
        label=_("Keringanan yang dimohon (%)"),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=100,
        initial=100,
        required=required,
        localize=True,
        help_text=_("100 berarti tarif nol rupiah."),
    )


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
