"""The office's record of its ten-minute promise, for everybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from loket.counter.queries import service_record
from loket.people.models import Office
from loket.people.queries import local_day, office_by_code
from loket.web.access import public
from loket.web.forms import PageForm

USUAL_DAYS = 30
MOST_DAYS = 92


class PeriodForm(PageForm):
    dari = forms.DateField(label=_("Dari tanggal"), widget=forms.DateInput(attrs={"type": "date"}))
    sampai = forms.DateField(
        label=_("Sampai tanggal"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, date]:
        cleaned: dict[str, date] = super().clean() or {}
        first, last = cleaned.get("dari"), cleaned.get("sampai")
        if first and last and not timedelta() <= last - first < timedelta(days=MOST_DAYS):
            self.add_error("sampai", _("Pilih rentang paling lama 92 hari, dari awal ke akhir."))
        return cleaned


@public
@require_safe
def record(request: HttpRequest, code: str) -> HttpResponse:
    office = office_by_code(code)
    if office is None:
        raise Http404
    usual = _usual(office, timezone.now())
    asked = {**usual, **{name: request.GET[name] for name in usual if name in request.GET}}
    form = PeriodForm(asked)
    period = form.cleaned_data if form.is_valid() else usual
    context = {
        "office": office,
        "form": form,
        "record": service_record(office, period["dari"], period["sampai"]),
    }
    return render(request, "display/record.html", context, status=422 if form.errors else 200)


def _usual(office: Office, at: datetime) -> dict[str, date]:
    today = local_day(office, at)
    return {"dari": today - timedelta(days=USUAL_DAYS - 1), "sampai": today}
