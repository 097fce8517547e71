"""Offices: where they are, when they are open, how they take money."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.people.queries import office_by_code, selling_offices
from loket.web.access import public
from loket.web.public.hours import hours_of
from loket.web.public.prices import price_list, tariff_book


@public
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "public/offices.html",
        {"offices": [hours_of(office, now) for office in selling_offices()]},
    )


@public
@require_safe
def office(request: HttpRequest, code: str) -> HttpResponse:
    found = office_by_code(code)
    if found is None:
        raise Http404
    book = tariff_book(found, timezone.now())
    context = {
        "hours": hours_of(found, timezone.now()),
        "office": found,
        "book": book,
        "prices": price_list(book),
    }
    return render(request, "public/office.html", context)
