"""What an officer types when a case moves on; one form for each action of the process."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.agreements.operations import ORIGINALS
from loket.orders.models import Order
from loket.payments.costs import Cost, CostKind
from loket.web.forms import PageForm

SHORT = {"rows": 3}
LONGEST_REASON = 2000
LONGEST_SERIAL = 40
LONGEST_NOTE = 120
DEAREST = 100_000_000  # rupiah: a slip of the keyboard is dearer


class BareForm(PageForm):
    """An action that needs nothing but the decision."""


class OfferForm(PageForm):
    """What the buyer bears beside the tariff; nothing has to be filled in."""

    shipping = forms.IntegerField(
        label=_("Ongkos kirim (Rp)"),
        min_value=0,
        max_value=DEAREST,
        required=False,
        help_text=_("Di luar PNBP: tercetak terpisah pada invoice, tidak ikut kode billing."),
    )
    shipping_note = forms.CharField(
        label=_("Keterangan ongkos kirim"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Misalnya nama kurir dan layanannya."),
    )
    bank = forms.IntegerField(
        label=_("Biaya bank (Rp)"), min_value=0, max_value=DEAREST, required=False
    )
    bank_note = forms.CharField(
        label=_("Keterangan biaya bank"), max_length=LONGEST_NOTE, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for kind in CostKind:
            if cleaned.get(f"{kind}_note") and not cleaned.get(kind) and kind not in self.errors:
                self.add_error(kind, _("Tulis jumlahnya, atau hapus keterangannya."))
        return cleaned

    def costs(self) -> list[Cost]:
        given = self.cleaned_data
        return [Cost(k, given[k], given[f"{k}_note"]) for k in CostKind if given.get(k)]


class DecisionForm(PageForm):
    reason = forms.CharField(
        label=_("Catatan: mengapa sesuai"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(SHORT),
        help_text=_("Satu atau dua kalimat; tersimpan pada riwayat."),
    )


class RefusalForm(PageForm):
    reason = forms.CharField(
        label=_("Alasan tidak sesuai"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(SHORT),
        help_text=_("Pengguna layanan membaca alasan ini dalam suratnya."),
    )


class ReasonForm(PageForm):
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(SHORT))


class SppdForm(PageForm):
    """The agreement as it came: on paper, or as a signed file."""

    form = forms.ChoiceField(
        label=_("Bentuk SPPD"),
        choices=[
            ("wet", _("Kertas, ditandatangani di atas meterai tempel")),
            ("electronic", _("Berkas PDF dengan tanda tangan elektronik dan e-meterai")),
        ],
        widget=forms.RadioSelect,
        initial="wet",
    )
    originals = forms.IntegerField(
        label=_("Jumlah rangkap asli"), min_value=0, max_value=20, required=False
    )
    file = forms.FileField(
        label=_("Pindaian atau berkas SPPD (PDF)"),
        required=False,
        help_text=_("Boleh kosong bila pengguna sudah mengunggahnya."),
    )
    meterai = forms.CharField(
        label=_("Nomor seri e-meterai"),
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Satu nomor pada setiap baris."),
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        least = ORIGINALS if order.channel == "online" else 1
        kwargs.setdefault("initial", {"originals": least, "form": "wet"})
        super().__init__(*args, **kwargs)

    def clean_originals(self) -> int:
        return int(self.cleaned_data["originals"] or 0)

    def clean_meterai(self) -> list[str]:
        serials = [line.strip() for line in self.cleaned_data["meterai"].splitlines()]
        found = [serial for serial in serials if serial]
        if any(len(serial) > LONGEST_SERIAL for serial in found):
            raise ValidationError(_("Nomor seri e-meterai paling panjang 40 huruf."))
        if len(set(found)) != len(found):
            raise ValidationError(_("Ada nomor seri yang ditulis dua kali."))
        return found


class HandOverForm(PageForm):
    """What the data go out on; online nothing has to be said."""

    medium = forms.CharField(
        label=_("Media"),
        max_length=60,
        required=False,
        help_text=_("Misalnya: diska lepas pengguna, DVD."),
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if order.channel == "online":
            del self.fields["medium"]
        else:
            self.fields["medium"].required = True

    def handed_on(self) -> str:
        return str(self.cleaned_data.get("medium", ""))


class ErrorForm(PageForm):
    what = forms.CharField(
        label=_("Apa yang salah?"),
        help_text=_("Sebutkan berkas, variabel, atau baris yang keliru."),
        max_length=2000,
        widget=forms.Textarea(SHORT),
    )


class RelinkForm(PageForm):
    kuitansi = forms.CharField(
        label=_("Nomor kuitansi yang ditunjukkan"),
        help_text=_("Seperti tercetak pada kuitansi, misalnya 00012/KUI/3304/2026."),
        max_length=40,
    )


class FollowUpForm(PageForm):
    text = forms.CharField(
        label=_("Isi surat kepada pengguna layanan"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Dikirim melalui e-mail dengan salam dan nomor pesanan."),
    )


FORMS: dict[str, type[PageForm]] = {
    "accept": DecisionForm,
    "reject": RefusalForm,
    "refer": RefusalForm,
    "receive_sppd": SppdForm,
    "refuse_sppd": ReasonForm,
    "undo_sppd": ReasonForm,
    "send_offer": OfferForm,
    "issue_invoice": OfferForm,
    "deliver": HandOverForm,
    "redeliver": HandOverForm,
    "complete": BareForm,
    "report_error": ErrorForm,
    "relink": RelinkForm,
    "follow_up": FollowUpForm,
    "cancel": ReasonForm,
}
NEED_ORDER = (SppdForm, HandOverForm)


def form_for(action: str, order: Order, *given: Any) -> PageForm:
    """Return the action's form; its fields have identifiers of their own on the page."""
    kind = FORMS[action]
    more = {"order": order} if issubclass(kind, NEED_ORDER) else {}
    return kind(*given, auto_id=f"{action}_%s", **more)
