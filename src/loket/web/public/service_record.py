"""What an office promised and kept, for everybody to see."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.feedback.queries import average
from loket.people.queries import local_day, office_by_code, selling_offices
from loket.web.access import public
from loket.web.service_figures import month_record


@public
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    offices = selling_offices()
    if len(offices) == 1:
        return redirect("public:office_service_record", offices[0].code)
    return render(request, "public/service_records.html", {"offices": offices})


@public
@require_safe
def service_record(request: HttpRequest, code: str) -> HttpResponse:
    office = office_by_code(code)
    if office is None:
        raise Http404
    today = local_day(office, timezone.now())
    score, ratings = average(office)
    context = {
        **month_record(office, request.GET.get("bulan", ""), today),
        "score": score,
        "ratings": ratings,
    }
    return render(request, "public/service_record.html", context)
