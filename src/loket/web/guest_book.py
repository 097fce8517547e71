"""The office's guest book as form fields, for the kiosk and for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.counter.guestbook import CONTACT, Entry, Question
from loket.rules.identity import normalise_email, normalise_phone
from loket.rules.wording import RuleError
from loket.web.forms import PageForm, refuse_control_characters, refuse_line_breaks
from loket.web.templatetags.loket import language

FIRST_YEAR = 1900
KEYBOARDS: dict[str, dict[str, str]] = {
    "phone": {"inputmode": "tel"},
    "email": {"inputmode": "email"},
    "birth_year": {"inputmode": "numeric"},
}


class GuestBookFields(PageForm):
    """One field for each question of the office, under the question's key."""

    choices_widget: type[forms.Widget] = forms.RadioSelect

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.key] = self._field_of(question)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key, normalise in (("phone", normalise_phone), ("email", normalise_email)):
            if cleaned.get(key):
                self._normalise(cleaned, key, normalise)
        if cleaned.get("birth_year"):
            self._check_year(cleaned["birth_year"])
        return cleaned

    def told(
        self, *, language: str, consent_at: datetime | None, priority_reason: str = ""
    ) -> Entry:
        """Return the guest-book entry of a valid form."""
        told = {question.key: str(self.cleaned_data[question.key]) for question in self.questions}
        answers = {key: value for key, value in told.items() if key not in CONTACT and value}
        return Entry(
            name=told["name"],
            email=told.get("email", ""),
            phone=told.get("phone", ""),
            institution=told.get("institution", ""),
            answers=answers,
            priority_reason=priority_reason,
            language=language,
            consent_at=consent_at,
        )

    def _normalise(self, cleaned: dict[str, Any], key: str, normalise: Any) -> None:
        try:
            cleaned[key] = normalise(cleaned[key])
        except RuleError as error:
            self.add_error(key, error.en if language() == "en" else error.id)

    def _check_year(self, typed: str) -> None:
        if not typed.isascii() or not typed.isdigit() or int(typed) < FIRST_YEAR:
            self.add_error("birth_year", _("Tulis tahun lahir dengan empat angka, misalnya 1998."))

    def _field_of(self, question: Question) -> forms.Field:
        label = question.label.in_language(language())
        if question.options:
            choices = [
                (option.value, option.label.in_language(language())) for option in question.options
            ]
            if self.choices_widget is forms.Select:
                choices = [("", "–"), *choices]
            return forms.ChoiceField(
                label=label,
                choices=choices,
                required=question.is_required,
                widget=self.choices_widget,
                error_messages={"required": _("Pilih salah satu.")},
            )
        return forms.CharField(
            label=label,
            max_length=question.longest,
            required=question.is_required,
            validators=[refuse_control_characters, refuse_line_breaks],
            widget=forms.TextInput(
                attrs={"autocomplete": "off", **KEYBOARDS.get(question.key, {})}
            ),
            error_messages={"required": _("Isi bagian ini.")},
        )
