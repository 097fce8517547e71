"""Fields that treasurers type into: money as people write it, instants by the office's clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.ports.billing import checked_code, checked_ntpn
from loket.ports.failures import Rejected
from loket.rules.rupiah import parse_rupiah
from loket.rules.wording import RuleError
from loket.web.reasons import words_of


class RupiahField(forms.CharField):
    """Whole rupiah above zero, typed as 1250000, 1.250.000 or Rp1.250.000,00."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput({"inputmode": "numeric"}), **kwargs)
        self.compact = True

    def clean(self, value: Any) -> Any:
        """Return rupiah, or None.

        :raises ValidationError: if it is no amount, or nothing
        """
        typed = super().clean(value)
        if not typed:
            return None
        try:
            amount = parse_rupiah(typed)
        except RuleError as error:
            raise ValidationError(words_of(error)) from error
        if amount == 0:
            raise ValidationError(_("Tulis jumlah yang lebih dari nol."))
        return amount


class CheckedField(forms.CharField):
    """A text that one of our own checks reads and tidies."""

    def __init__(self, check: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.check = check
        self.compact = True

    def clean(self, value: Any) -> Any:
        """
        :raises ValidationError: in the words of the check
        """
        typed = super().clean(value)
        try:
            return self.check(typed) if typed else ""
        except Rejected as error:
            raise ValidationError(words_of(error)) from error


def code_field() -> CheckedField:
    return CheckedField(
        checked_code,
        label=_("Kode billing"),
        help_text=_("15 angka, seperti pada bukti pembuatan tagihan."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


def ntpn_field() -> CheckedField:
    return CheckedField(
        checked_ntpn,
        label=_("NTPN"),
        help_text=_("16 huruf dan angka, seperti pada bukti penerimaan negara."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class InstantField(forms.DateTimeField):
    """A day and a time by the office's clock."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)
        self.compact = True
