"""Forms about a guest: the guest book, the slip, and whom an agreement is made with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loket.counter.access import counters_in, services_in
from loket.counter.models import OfferedService, PriorityReason, ServiceCounter
from loket.counter.operations import ByHand
from loket.people.models import Domicile, Office, User
from loket.rules.identity import normalise_npwp
from loket.rules.segments import SEGMENTS
from loket.rules.wording import RuleError
from loket.web.forms import PageForm
from loket.web.guest_book import GuestBookFields
from loket.web.templatetags.loket import language, teks

PRIORITY = [("", _("Tidak ada")), *[(v, label) for v, label in PriorityReason.choices if v]]
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIME = forms.TimeInput(attrs={"type": "time"})
FILLED_ONCE = ("phone", "institution", "position", "address", "npwp")


class GuestForm(GuestBookFields):
    """The guest book, as the officer corrects it."""

    choices_widget = forms.Select


class ArrivalForm(GuestBookFields):
    """A guest whom the officer enters instead of the kiosk."""

    choices_widget = forms.Select
    service = forms.ChoiceField(label=_("Layanan"))
    priority_reason = forms.ChoiceField(
        label=_("Didahulukan karena"),
        choices=PRIORITY,
        required=False,
        help_text=_("Hanya bila tamu menyampaikannya sendiri."),
    )
    guest_language = forms.ChoiceField(label=_("Bahasa tamu"), choices=LANGUAGES, initial="id")
    consent = forms.BooleanField(
        label=_("Tamu menyetujui pemakaian datanya seperti diterangkan di atas."),
        error_messages={"required": _("Terangkan pemakaian data, lalu catat persetujuan tamu.")},
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._services = {service.code: service for service in services_in(office)}
        field = self.fields["service"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (code, f"{code} – {service.name_en if language() == 'en' else service.name_id}")
                for code, service in self._services.items()
            ]
        self.order_fields(["service", *(question.key for question in self.questions)])

    def chosen(self) -> OfferedService:
        return self._services[self.cleaned_data["service"]]


class SlipForm(ArrivalForm):
    """A pre-printed number with its true times on the office's clock."""

    printed = forms.CharField(label=_("Nomor pada kertas"), max_length=12)
    day = forms.DateField(label=_("Tanggal"), widget=forms.DateInput(attrs={"type": "date"}))
    arrived = forms.TimeField(label=_("Datang pukul"), widget=TIME)
    called = forms.TimeField(label=_("Dipanggil pukul"), widget=TIME, required=False)
    started = forms.TimeField(label=_("Mulai dilayani pukul"), widget=TIME, required=False)
    finished = forms.TimeField(label=_("Selesai pukul"), widget=TIME, required=False)
    counter = forms.ChoiceField(label=_("Loket"), required=False)
    reason = forms.CharField(
        label=_("Mengapa nomor cadangan dipakai"),
        max_length=120,
        help_text=_("Misalnya: listrik padam pukul 09.10 sampai 10.00."),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, office=office, **kwargs)
        self._counters = {str(counter.number): counter for counter in counters_in(office)}
        field = self.fields["counter"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "–"), *((number, number) for number in self._counters)]
        self.order_fields(
            ["printed", "reason", "day", "arrived", "called", "started", "finished", "counter"]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        times = [cleaned.get(name) for name in ("called", "started", "finished")]
        if any(times) and not (all(times) and cleaned.get("counter")):
            raise ValidationError(
                _(
                    "Untuk tamu yang sudah dilayani, isi pukul dipanggil, mulai, selesai, dan "
                    "loketnya. Untuk tamu yang masih menunggu, kosongkan keempatnya."
                )
            )
        return cleaned

    def arrived_at(self) -> datetime:
        return self._instant("arrived")

    def served(self) -> ByHand | None:
        if not self.cleaned_data["called"]:
            return None
        counter: ServiceCounter = self._counters[self.cleaned_data["counter"]]
        return ByHand(
            self._instant("called"), self._instant("started"), self._instant("finished"), counter
        )

    def _instant(self, name: str) -> datetime:
        """The office's clock is the one in force on this request."""
        typed = datetime.combine(self.cleaned_data["day"], self.cleaned_data[name])
        return timezone.make_aware(typed) + timedelta(0)


class BuyerForm(PageForm):
    """Whom the agreement is made with; what a person keeps themselves is only filled up."""

    segment = forms.ChoiceField(label=_("Golongan pengguna"))
    institution = forms.CharField(label=_("Instansi"), max_length=160, required=False)
    position = forms.CharField(label=_("Jabatan"), max_length=120, required=False)
    address = forms.CharField(label=_("Alamat"), max_length=250, required=False)
    phone = forms.CharField(label=_("Telepon"), max_length=24, required=False)
    npwp = forms.CharField(
        label=_("NPWP"),
        max_length=24,
        required=False,
        help_text=_("Wajib untuk swasta dan badan usaha."),
    )
    domicile = forms.ChoiceField(label=_("Tempat tinggal"), choices=Domicile.choices)

    def __init__(self, *args: Any, guest: User, **kwargs: Any) -> None:
        names = ("segment", "institution", "position", "address", "phone", "npwp", "domicile")
        kwargs["initial"] = {name: getattr(guest, name) for name in names}
        super().__init__(*args, **kwargs)
        field = self.fields["segment"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(s.value, teks(rule.label)) for s, rule in SEGMENTS.items()]
        if guest.joined_at:
            for name in names:
                if name not in FILLED_ONCE or getattr(guest, name):
                    self.fields[name].disabled = True
                    self.fields[name].required = False

    def clean_npwp(self) -> str:
        typed = str(self.cleaned_data["npwp"])
        if not typed:
            return ""
        try:
            return normalise_npwp(typed).number
        except RuleError as error:
            raise ValidationError(teks(error)) from None

    def profile(self) -> dict[str, str]:
        """Return what changed."""
        return {name: str(self.cleaned_data[name]) for name in self.changed_data}
