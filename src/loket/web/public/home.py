"""The first page: what can be bought, for how much, how, and where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.people.queries import selling_offices
from loket.web.access import public
from loket.web.public.hours import OfficeHours, hours_of
from loket.web.public.prices import price_list, tariff_book

MOST_OFFICES_SHOWN = 3


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    offices = selling_offices()
    now = timezone.now()
    shown: list[OfficeHours] = [hours_of(office, now) for office in offices[:MOST_OFFICES_SHOWN]]
    context = {
        "prices": price_list(tariff_book(offices[0] if offices else None, now)),
        "offices": shown,
        "more_offices": len(offices) > len(shown),
    }
    return render(request, "public/home.html", context)
