"""Pages of text: how to buy, the pledge, complaints, privacy, accessibility."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.people.queries import selling_offices
from loket.rules.segments import SEGMENTS
from loket.web.access import public
from loket.web.public.hours import hours_of
from loket.web.public.prices import price_list, tariff_book


@public
@require_safe
def how_to_buy(request: HttpRequest) -> HttpResponse:
    offices = selling_offices()
    context = {
        "prices": price_list(tariff_book(offices[0] if offices else None, timezone.now())),
        "segments": list(SEGMENTS.values()),
    }
    return render(request, "public/how_to_buy.html", context)


@public
@require_safe
def pledge(request: HttpRequest) -> HttpResponse:
    return render(request, "public/pledge.html", {"offices": selling_offices()})


@public
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "public/complaints.html",
        {"offices": [hours_of(office, now) for office in selling_offices()]},
    )


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", {"offices": selling_offices()})


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")
