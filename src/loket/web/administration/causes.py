"""The office's list of causes for a broken promise."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loket.counter import operations
from loket.counter.models import CauseCode
from loket.people.models import Office, Role
from loket.web.access import staff
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.forms import CauseCodeForm
from loket.web.administration.pages import page

NEW = "baru"
LONGEST_CODE = 24


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def cause(request: HttpRequest, code: str, cause_code: str) -> HttpResponse:
    """Write one cause; the code `baru` adds one."""
    office = office_for(request, code)
    before = CauseCode.objects.filter(office=office, code=cause_code).first()
    if before is None and cause_code != NEW:
        raise Http404
    initial = {name: getattr(before, name) for name in ("label_id", "label_en")} if before else {}
    initial["is_active"] = before.is_active if before else True
    form = CauseCodeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        operations.write_cause_code(
            office=office,
            code=before.code if before else _new_code(office, form.cleaned_data["label_en"]),
            **form.cleaned_data,
            by=by_for(request, office),
            at=timezone.now(),
        )
        messages.success(request, _("Penyebab keterlambatan disimpan."))
        return redirect("administration:counters", office.code)
    context = {"cause": before, "cause_form": form}
    return page(request, "cause", office, context, wrong=form if form.errors else None)


def _new_code(office: Office, label: str) -> str:
    """Return a code of the words that no other cause has."""
    stem = slugify(label)[: LONGEST_CODE - 3].strip("-") or "cause"
    taken = set(CauseCode.objects.filter(office=office).values_list("code", flat=True)) | {NEW}
    candidates = [stem, *(f"{stem}-{n}" for n in range(2, 100))]
    return next(code for code in candidates if code not in taken)
