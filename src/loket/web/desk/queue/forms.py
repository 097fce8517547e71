"""What an officer types at the queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.counter.access import causes_in, counters_in, services_in
from loket.counter.models import CauseCode, OfferedService, ServiceCounter
from loket.people.models import Office
from loket.web.forms import PageForm
from loket.web.templatetags.loket import language


class NoteForm(PageForm):
    note = forms.CharField(label=_("Alasan"), max_length=200)


class SitForm(PageForm):
    counter = forms.IntegerField(label=_("Loket"), min_value=1, max_value=99)


class TransferForm(PageForm):
    """To another service, to another desk, or both."""

    service = forms.CharField(label=_("Layanan"), max_length=1, required=False)
    counter = forms.IntegerField(label=_("Loket"), min_value=1, max_value=99, required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._office = office

    def to_service(self) -> OfferedService | None:
        code = self.cleaned_data["service"]
        return services_in(self._office).filter(code=code).first() if code else None

    def to_counter(self) -> ServiceCounter | None:
        number = self.cleaned_data["counter"]
        return counters_in(self._office).filter(number=number).first() if number else None


class CauseForm(PageForm):
    code = forms.ChoiceField(label=_("Penyebab"))
    note = forms.CharField(label=_("Catatan"), max_length=200, required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._causes: dict[str, CauseCode] = {c.code: c for c in causes_in(office)}
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (code, cause.label_en if language() == "en" else cause.label_id)
                for code, cause in self._causes.items()
            ]

    def cause(self) -> CauseCode:
        return self._causes[self.cleaned_data["code"]]
