"""The desk's one screen: the queue and the cases; for the approving official, what waits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.feedback.queries import awaiting_follow_up
from loket.people.models import Role
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.approvals import views as approvals
from loket.web.desk.cases import preparing
from loket.web.desk.cases.work import work_list
from loket.web.desk.finding import is_officer
from loket.web.desk.queue import panel


@staff(Role.OFFICER, Role.APPROVER)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not is_officer(request):
        return approvals.page(request)
    work = work_list(request, timezone.now())
    if work.searched and len(work.rows) == 1:
        return redirect("desk:case", work.rows[0].order.public_id)
    context = {
        **panel.context_of(request),
        "work": work,
        "troubled": preparing.troubled(office_of(request)),
        "ratings_waiting": awaiting_follow_up(office_of(request)).count(),
    }
    return render(request, "desk/home.html", context)
