"""Ratings: those that still need an answer (step O12), and the rest."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.feedback import queries
from loket.people.models import Role
from loket.web.access import staff
from loket.web.acting import office_of

PAGE_SIZE = 30


@staff(Role.OFFICER, Role.APPROVER)
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    office = office_of(request)
    mean, count = queries.average(office)
    everything = queries.ratings_of(office).prefetch_related("follow_ups")
    context = {
        "awaiting": queries.awaiting_follow_up(office),
        "page": Paginator(everything, PAGE_SIZE).get_page(request.GET.get("halaman")),
        "mean": mean,
        "count": count,
    }
    return render(request, "desk/cases/ratings.html", context)
