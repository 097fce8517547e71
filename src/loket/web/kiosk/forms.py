"""The forms of the kiosk, drawn from the office's guest book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.counter.access import services_in
from loket.counter.guestbook import CONTACT, Entry, Question
from loket.counter.models import OfferedService, PriorityReason
from loket.counter.queries import normalise_contact
from loket.rules.identity import normalise_email, normalise_phone
from loket.rules.wording import RuleError
from loket.web.forms import PageForm
from loket.web.templatetags.loket import language

FIRST_YEAR = 1900
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


class GuestBookForm(ArrivalForm):
    """A new guest: the office's questions, and consent."""

    consent = forms.BooleanField(
        label=_("Saya menyetujui data ini dipakai seperti diterangkan di atas."),
        error_messages={
            "required": _("Centang persetujuan, atau mintalah petugas melayani Anda tanpa kios.")
        },
    )
    field_order: Sequence[str] = ()

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.key] = _field_of(question)
        self.order_fields([*(question.key for question in questions), "also", "priority_reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key, normalise in (("phone", normalise_phone), ("email", normalise_email)):
            if cleaned.get(key):
                self._normalise(cleaned, key, normalise)
        if cleaned.get("birth_year"):
            self._check_year(cleaned["birth_year"])
        return cleaned

    def entry(self, at: datetime) -> Entry:
        told = {question.key: str(self.cleaned_data[question.key]) for question in self.questions}
        answers = {key: value for key, value in told.items() if key not in CONTACT and value}
        return Entry(
            name=told["name"],
            email=told.get("email", ""),
            phone=told.get("phone", ""),
            institution=told.get("institution", ""),
            answers=answers,
            priority_reason=self.cleaned_data["priority_reason"],
            language=language(),
            consent_at=at,
        )

    def _normalise(self, cleaned: dict[str, Any], key: str, normalise: Any) -> None:
        try:
            cleaned[key] = normalise(cleaned[key])
        except RuleError as error:
            self.add_error(key, error.en if language() == "en" else error.id)

    def _check_year(self, typed: str) -> None:
        if not typed.isascii() or not typed.isdigit() or int(typed) < FIRST_YEAR:
            self.add_error("birth_year", _("Tulis tahun lahir dengan empat angka, misalnya 1998."))


def _name(service: OfferedService) -> str:
    return service.name_en if language() == "en" else service.name_id


def _field_of(question: Question) -> forms.Field:
    label = question.label.in_language(language())
    if question.options:
        choices = [
            (option.value, option.label.in_language(language())) for option in question.options
        ]
        return forms.ChoiceField(
            label=label,
            choices=choices,
            required=question.is_required,
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih salah satu.")},
        )
    return forms.CharField(
        label=label,
        max_length=question.longest,
        required=question.is_required,
        widget=forms.TextInput(attrs={"autocomplete": "off", **_KEYBOARDS.get(question.key, {})}),
        error_messages={"required": _("Isi bagian ini.")},
    )


_KEYBOARDS: dict[str, dict[str, str]] = {
    "phone": {"inputmode": "tel"},
    "email": {"inputmode": "email"},
    "birth_year": {"inputmode": "numeric"},
}
