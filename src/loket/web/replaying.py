"""A past day called again under another policy: the form, and the chart of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.counter.access import policies_of
from loket.counter.line import rules_of
from loket.counter.models import PriorityPolicy
from loket.counter.policy import Rules
from loket.counter.queries import Outcome, Replay, policy_at, replay
from loket.people.models import Office
from loket.people.queries import local_day
from loket.rules.dates import format_date
from loket.web.forms import PageForm
from loket.web.templatetags.loket import language, teks

RULES = tuple(field.name for field in fields(Rules))
BELOW = "usul"
BAR_BEGINS = 190  # of the chart, in the units of its drawing
LONGEST_BAR = 360
ROW_STEP = 46
MOST_MOVED = 30


class RulesForm(PageForm):
    """An order of calling."""

    priority_run = forms.IntegerField(
        label=gettext_lazy("Tamu prioritas berturut-turut"), min_value=1, max_value=20
    )
    ageing_minutes = forms.IntegerField(
        label=gettext_lazy("Satu bobot setara menunggu (menit)"), min_value=0, max_value=240
    )
    cap_minutes = forms.IntegerField(
        label=gettext_lazy("Paling lama menunggu (menit; 0 berarti tanpa batas)"),
        min_value=0,
        max_value=480,
    )
    transferred_keep_arrival = forms.BooleanField(
        label=gettext_lazy("Tamu yang dialihkan tetap memakai waktu datangnya"), required=False
    )
    returned_keep_place = forms.BooleanField(
        label=gettext_lazy("Tamu yang kembali mendapat tempatnya lagi"), required=False
    )

    def rules(self) -> Rules:
        return Rules(**{name: self.cleaned_data[name] for name in RULES})


class CompareForm(RulesForm):
    """Which day, and under which policy: one the office had, or the rules written below."""

    day = forms.DateField(
        label=gettext_lazy("Hari yang diulang"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    policy = forms.ChoiceField(label=gettext_lazy("Dipanggil menurut"))
    field_order = ("day", "policy")

    def __init__(
        self, *args: Any, policies: Sequence[PriorityPolicy], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._policies = {str(policy.pk): policy for policy in policies}
        self._today = today
        chosen = self.fields["policy"]
        if isinstance(chosen, forms.ChoiceField):
            named = [(pk, _label(policy)) for pk, policy in self._policies.items()]
            chosen.choices = [(BELOW, _("Aturan yang ditulis di bawah ini")), *named]

    def clean_day(self) -> date:
        """
        :raises ValidationError: if the day has not come yet
        """
        day: date = self.cleaned_data["day"]
        if day > self._today:
            raise ValidationError(_("Pilih hari yang sudah lewat, atau hari ini."))
        return day

    def wanted(self) -> Rules:
        chosen = self._policies.get(self.cleaned_data["policy"])
        return rules_of(chosen) if chosen else self.rules()


@dataclass(frozen=True, slots=True)
class Row:
    """A group of guests on both tellings; positions and widths in the units of the chart."""

    label: str
    recorded: Outcome
    replayed: Outcome
    y: int
    recorded_width: int
    replayed_width: int


def comparison(request: HttpRequest, office: Office) -> dict[str, Any]:
    """Return the form and, once it was sent, the answer with its chart."""
    now = timezone.now()
    policies, today = list(policies_of(office)), local_day(office, now)
    in_force = rules_of(policy_at(office, now))
    initial = {name: getattr(in_force, name) for name in RULES}
    initial |= {"day": request.GET.get("day", today), "policy": BELOW}
    asked = "policy" in request.GET
    form = CompareForm(
        request.GET if asked else None, policies=policies, today=today, initial=initial
    )
    context: dict[str, Any] = {"office": office, "policies": policies, "compare_form": form}
    if asked and form.is_valid():
        answer = replay(office, form.cleaned_data["day"], form.wanted())
        context |= {
            "compared": answer,
            "rows": rows_of(answer),
            "height": len(rows_of(answer)) * ROW_STEP,
            "moved": answer.moved[:MOST_MOVED],
            "tried": form.wanted(),
        }
    return context


def rows_of(answer: Replay) -> list[Row]:
    recorded, replayed = answer.recorded, answer.replayed
    again = {teks(service): outcome for service, outcome in replayed.services}
    pairs = [
        (_("Semua tamu"), recorded.everybody, replayed.everybody),
        (_("Tamu prioritas"), recorded.with_priority, replayed.with_priority),
        (_("Tamu umum"), recorded.others, replayed.others),
        *(
            (teks(service), outcome, again.get(teks(service), NOBODY))
            for service, outcome in recorded.services
        ),
    ]
    shown = [pair for pair in pairs if pair[1].guests or pair[2].guests]
    longest = max([_seconds(side.mean) for pair in shown for side in pair[1:]] or [1]) or 1
    return [
        Row(
            label=label,
            recorded=before,
            replayed=after,
            y=number * ROW_STEP,
            recorded_width=round(LONGEST_BAR * _seconds(before.mean) / longest),
            replayed_width=round(LONGEST_BAR * _seconds(after.mean) / longest),
        )
        for number, (label, before, after) in enumerate(shown)
    ]


NOBODY = Outcome(0, None, None, None)


def _seconds(duration: timedelta | None) -> float:
    return duration.total_seconds() if duration else 0


def _label(policy: PriorityPolicy) -> str:
    since = format_date(policy.effective_from.date(), language())
    return _("%(name)s (sejak %(since)s)") % {"name": policy.name, "since": since}
