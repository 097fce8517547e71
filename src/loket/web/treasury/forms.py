"""Forms of the treasurer's pages. Each knows the name under which the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.payments.cash_book import DENOMINATIONS
from loket.payments.channels import CHANNELS
from loket.payments.deposits import Held
from loket.payments.models import CashDeposit
from loket.web.forms import PageForm
from loket.web.templatetags.loket import rupiah, teks
from loket.web.treasury.fields import InstantField, RupiahField, code_field, ntpn_field


class DeskForm(PageForm):
    """One of several forms on a page; its fields' identifiers begin with its name."""

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.name}_%s")
        super().__init__(*args, **kwargs)


class CashForm(DeskForm):
    name = "cash"
    tendered = RupiahField(label=_("Uang yang diterima"))


class BillingForm(DeskForm):
    name = "billing"
    code = code_field()
    issued_at = InstantField(
        label=_("Tanggal billing"), required=False, help_text=_("Kosong berarti sekarang.")
    )
    expires_at = InstantField(label=_("Tanggal kedaluwarsa"))


class ReceivedForm(DeskForm):
    """What the state's proof of receipt says."""

    ntpn = ntpn_field()
    ntb = forms.CharField(label=_("NTB atau NTP"), max_length=16, required=False)
    paid_at = InstantField(label=_("Tanggal dan jam bayar"))
    bank = forms.CharField(label=_("Bank, pos, atau fintech"), max_length=60, required=False)
    channel = forms.ChoiceField(label=_("Saluran bayar"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "–"), *((code, teks(text)) for code, text in CHANNELS.items())]


class PaymentForm(ReceivedForm):
    name = "payment"
    code = code_field()
    amount = RupiahField(label=_("Total disetor"))
    file = forms.FileField(
        label=_("Bukti penerimaan negara"),
        required=False,
        help_text=_("PDF atau foto. Disimpan bersama pesanan."),
    )
    field_order = ["code", "amount", "ntpn", "ntb", "paid_at", "bank", "channel", "file"]


class TransferForm(DeskForm):
    name = "transfer"
    received = RupiahField(label=_("Rupiah yang masuk ke rekening"))
    paid_at = InstantField(label=_("Tanggal masuk ke rekening"))
    note = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=500,
        help_text=_("Kurs, biaya bank, atau nomor mutasi rekening."),
    )


class RefusalForm(DeskForm):
    name = "refusal"
    note = forms.CharField(
        label=_("Alasan untuk pembeli"), max_length=500, widget=forms.Textarea({"rows": 2})
    )


class VoidForm(DeskForm):
    name = "void"
    reason = forms.CharField(
        label=_("Alasan pembatalan"), max_length=200, widget=forms.Textarea({"rows": 2})
    )


class DepositForm(DeskForm):
    """Which of the money held goes under a billing code."""

    name = "deposit"
    settlements = forms.MultipleChoiceField(
        label=_("Penerimaan yang disetor"), widget=forms.CheckboxSelectMultiple
    )
    code = code_field()
    expires_at = InstantField(label=_("Tanggal kedaluwarsa"))

    def __init__(self, *args: Any, held: Sequence[Held], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["settlements"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(one.settlement.pk), _held_words(one)) for one in held]
            field.initial = [value for value, _words in field.choices]


class DepositPaidForm(ReceivedForm):
    """The state's proof of receipt for one deposit."""

    name = "deposit_paid"
    amount = RupiahField(label=_("Total disetor"))
    field_order = ["amount", "ntpn", "ntb", "paid_at", "bank", "channel"]

    def __init__(self, deposit: CashDeposit, *args: Any, **kwargs: Any) -> None:
        self.deposit = deposit
        kwargs.setdefault("auto_id", f"deposit-{deposit.pk}_%s")
        super().__init__(*args, **kwargs)


class CloseForm(DeskForm):
    """How many of each note and coin lie in the drawer."""

    name = "close"
    reason = forms.CharField(
        label=_("Alasan selisih"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value in DENOMINATIONS:
            field = forms.IntegerField(
                label=rupiah(value), min_value=0, max_value=100_000, required=False
            )
            field.localize = False
            self.fields[f"count_{value}"] = field
        self.order_fields([*(f"count_{value}" for value in DENOMINATIONS), "reason"])

    def counted(self) -> dict[int, int]:
        """Return how many there are, by value in rupiah."""
        return {value: self.cleaned_data[f"count_{value}"] or 0 for value in DENOMINATIONS}

    def count_fields(self) -> list[forms.BoundField]:
        return [self[f"count_{value}"] for value in DENOMINATIONS]


def _held_words(one: Held) -> str:
    return f"{one.settlement.invoice.order.reference} · {rupiah(one.settlement.amount)}"
