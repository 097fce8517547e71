"""What the catalogue is searched by. It all stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.catalogue.models import DataFile, Kind
from loket.catalogue.queries.products import Choices, Search
from loket.catalogue.searching import MOST_CHARACTERS
from loket.catalogue.wording import level_name
from loket.web.forms import PageForm
from loket.web.templatetags.loket import teks

ANY = [("", _("Semua"))]


class Find(PageForm):
    q = forms.CharField(
        label=_("Cari survei, variabel, atau wilayah"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    jenis = forms.ChoiceField(label=_("Jenis"), required=False)
    survei = forms.ChoiceField(label=_("Survei"), required=False)
    tahun = forms.TypedChoiceField(label=_("Tahun"), required=False, coerce=int, empty_value=None)
    tingkat = forms.ChoiceField(label=_("Menurut wilayah"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("jenis", [(kind, Kind(kind).label) for kind in choices.kinds])
        self._offer("survei", [(code, teks(title)) for code, title in choices.surveys])
        self._offer("tahun", [(str(year), str(year)) for year in choices.years])
        self._offer("tingkat", [(level, teks(level_name(level))) for level in choices.levels])

    def search(self) -> Search:
        """Return what is searched for; a part that is not understood is left out and said."""
        self.is_valid()
        found = self.cleaned_data
        return Search(
            query=found.get("q", ""),
            kind=found.get("jenis", ""),
            survey=found.get("survei", ""),
            year=found.get("tahun"),
            level=found.get("tingkat", ""),
        )

    def _offer(self, name: str, options: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*ANY, *options]


class FindVariable(PageForm):
    q = forms.CharField(
        label=_("Cari variabel"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    berkas = forms.ChoiceField(label=_("Berkas"), required=False)

    def __init__(self, *args: Any, files: list[DataFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["berkas"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("Semua berkas")),
                *((file.name, f"{teks(file.label)} ({file.name})") for file in files),
            ]
