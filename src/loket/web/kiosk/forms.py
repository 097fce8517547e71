"""The forms of the kiosk, drawn from the office's guest book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.counter.access import services_in
from loket.counter.guestbook import Entry
from loket.counter.models import OfferedService, PriorityReason
from loket.counter.queries import normalise_contact
from loket.web.forms import PageForm
from loket.web.guest_book import GuestBookFields
from loket.web.templatetags.loket import language

PRIORITY = [
    ("", _("Tidak, terima kasih")),
    *[(value, label) for value, label in PriorityReason.choices if value],
]


class ActivateForm(PageForm):
    secret = forms.CharField(
        label=_("Kode perangkat"),
        max_length=64,
        help_text=_("Administrator kantor membuat kode ini di halaman kelola."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ContactForm(PageForm):
    contact = forms.CharField(
        label=_("Nomor telepon atau alamat e-mail Anda"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )

    def clean_contact(self) -> str:
        typed = str(self.cleaned_data["contact"])
        found = normalise_contact(typed)
        if found is None:
            raise ValidationError(
                _("Tulis nomor telepon seperti 0812 3456 7890, atau alamat e-mail.")
            )
        return found


class ArrivalForm(PageForm):
    """What is asked each time: further services, priority."""

    also = forms.MultipleChoiceField(
        label=_("Layanan lain hari ini"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priority_reason = forms.ChoiceField(
        label=_("Apakah Anda ingin didahulukan karena salah satu keadaan ini?"),
        choices=PRIORITY,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Boleh dilewati. Jawaban ini tidak tampil di layar mana pun."),
    )

    def __init__(self, *args: Any, service: OfferedService, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = {
            other.code: other for other in services_in(service.office).exclude(pk=service.pk)
        }
        also = self.fields["also"]
        if isinstance(also, forms.MultipleChoiceField):
            also.choices = [(code, _name(other)) for code, other in self._others.items()]
        self.service = service

    def services(self) -> list[OfferedService]:
        return [self.service, *(self._others[code] for code in self.cleaned_data["also"])]


class KnownGuestForm(ArrivalForm):
    """A returning guest: the signed contact stands for everything told before."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=600)


class GuestBookForm(GuestBookFields, ArrivalForm):
    """A new guest: the office's questions, and consent."""

    consent = forms.BooleanField(
        label=_("Saya menyetujui data ini dipakai seperti diterangkan di atas."),
        error_messages={
            "required": _("Centang persetujuan, atau mintalah petugas melayani Anda tanpa kios.")
        },
    )
    field_order: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [question.key for question in self.questions]
        self.order_fields([*asked, "also", "priority_reason"])

    def entry(self, at: datetime) -> Entry:
        return self.told(
            language=language(),
            consent_at=at,
            priority_reason=self.cleaned_data["priority_reason"],
        )


def _name(service: OfferedService) -> str:
    return service.name_en if language() == "en" else service.name_id
