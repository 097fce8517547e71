"""The base of every form on a page: same parts, a limit on every text, no control characters."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.renderers import DjangoTemplates
from django.template import loader
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 4000
LINE_BREAKS = {"\r", "\n", "\t"}
MISSING = [
    (forms.BooleanField, _("Centang untuk melanjutkan.")),
    (forms.ChoiceField, _("Pilih salah satu.")),
    (forms.ModelChoiceField, _("Pilih salah satu.")),
    (forms.FileField, _("Pilih berkasnya.")),
    (forms.Field, _("Bagian ini perlu diisi.")),
]


class PageRenderer(DjangoTemplates):
    """Draws forms with the site's own components, widgets with Django's."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("components/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)


class PageForm(forms.Form):
    """
    A form for a page of any audience.

    `{% include "components/errors.html" %}` shows what to repair, `{{ form }}` all fields,
    `{{ form.name.as_field_group }}` one. Text fields without a `max_length` get one.
    """

    default_renderer = PageRenderer()
    use_required_attribute = False  # the summary explains; the browser's bubble does not

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_what_is_missing(field)
            if isinstance(field, forms.CharField):
                _limit(field)


def refuse_control_characters(value: str) -> None:
    """
    :raises ValidationError: if there are characters that nobody types
    """
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in LINE_BREAKS for c in value):
        raise ValidationError(
            _("Ada karakter yang tidak dapat dibaca. Hapus, lalu ketik ulang bagian itu."),
            code="control_characters",
        )


def refuse_line_breaks(value: str) -> None:
    """
    :raises ValidationError: if the text does not fit on one line
    """
    if LINE_BREAKS & set(value):
        raise ValidationError(_("Tulis dalam satu baris."), code="line_breaks")


def _say_what_is_missing(field: forms.Field) -> None:
    default = forms.Field.default_error_messages["required"]
    if field.error_messages["required"] == default:
        words = next(words for kind, words in MISSING if isinstance(field, kind))
        field.error_messages["required"] = words


def _limit(field: forms.CharField) -> None:
    if field.max_length is None:
        field.max_length = LONGEST_TEXT
        field.validators = [*field.validators, MaxLengthValidator(LONGEST_TEXT)]
        field.widget.attrs.setdefault("maxlength", str(LONGEST_TEXT))
    field.validators = [*field.validators, refuse_control_characters]
    if not isinstance(field.widget, forms.Textarea):
        field.validators = [*field.validators, refuse_line_breaks]
