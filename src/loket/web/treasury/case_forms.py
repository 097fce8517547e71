"""Forms that end a payment that did not fit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.web.treasury.fields import InstantField, RupiahField, code_field, ntpn_field
from loket.web.treasury.forms import DeskForm

DONE = {
    "corrected": _("Salah ketik; sudah dicatat lagi dengan benar"),
    "new_code": _("Pembeli membayar lagi dengan kode billing baru"),
    "return": _("Pembeli mengajukan pengembalian penerimaan negara"),
    "other_order": _("Uang milik pesanan atau kantor lain; sudah dicatat di sana"),
    "stands": _("Pembayarannya tetap ada; bank sudah memastikan"),
    "withdrawn": _("Bank membatalkan pembayaran; uangnya tidak masuk kas negara"),
    "other": _("Lainnya; dijelaskan di bawah"),
}
CHOICES = {
    "late": ("new_code", "return", "other_order", "other"),
    "twin": ("return", "other_order", "other"),
    "short": ("corrected", "new_code", "return", "other"),
    "over": ("corrected", "return", "other"),
    "unknown": ("other_order", "return", "other"),
    "mismatch": ("corrected", "new_code", "return", "other_order", "other"),
    "reversed": ("stands", "withdrawn", "other"),
}


class ResolutionForm(DeskForm):
    """What was done about a payment that does not fit."""

    name = "resolution"
    done = forms.ChoiceField(label=_("Tindakan"), widget=forms.RadioSelect)
    resolution = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Sebutkan nomor surat, NTPN, atau pesanan yang terkait."),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["done"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(name, DONE[name]) for name in CHOICES[kind]]


class CorrectionForm(DeskForm):
    """The payment as its proof of receipt really says."""

    name = "correction"
    amount = RupiahField(label=_("Total disetor"))
    ntpn = ntpn_field()
    paid_at = InstantField(label=_("Tanggal dan jam bayar"))
    explanation = forms.CharField(
        label=_("Apa yang salah ketik"), max_length=400, widget=forms.Textarea({"rows": 2})
    )


class OwnerForm(DeskForm):
    """The order of this office that an unknown billing code belongs to."""

    name = "owner"
    reference = forms.CharField(label=_("Nomor pesanan"), max_length=40)
    code = code_field()
    issued_at = InstantField(label=_("Tanggal billing"))
    expires_at = InstantField(label=_("Tanggal kedaluwarsa"))
