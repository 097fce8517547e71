"""A second person decides on a request for the return of state revenue."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from loket.payments import refusals, returns
from loket.people.models import Role
from loket.rules.returns import (
    GROUNDS,
    LEGAL_BASIS,
    PAPERS,
    TO_CONFIRM,
    WAYS,
    Ground,
    Way,
    missing_papers,
)
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.finding import by_staff
from loket.web.forms import PageForm
from loket.web.reasons import words_of


class DecisionForm(PageForm):
    decision = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        choices=[
            ("approve", gettext_lazy("Setujui: beri nomor dan cetak suratnya")),
            ("refuse", gettext_lazy("Tolak: kembalikan kepada bendahara")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Wajib diisi bila ditolak."),
    )


@staff(Role.APPROVER)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    asked = returns.returns_of(office_of(request)).filter(pk=pk).first()
    if asked is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note, at = form.cleaned_data["note"], timezone.now()
        try:
            if form.cleaned_data["decision"] == "approve":
                done = returns.approve(asked, note=note, by=by_staff(request), at=at)
                said = _("Disetujui dengan nomor %(number)s.") % {"number": done.number}
            else:
                returns.refuse(asked, note=note, by=by_staff(request), at=at)
                said = _("Ditolak; bendahara membaca alasannya.")
        except refusals.Refusal as refusal:
            form.add_error("note", words_of(refusal))
        else:
            messages.success(request, said)
            return redirect("desk:home")
    ground, way = Ground(asked.ground), Way(asked.way)
    context = {
        "asked": asked,
        "ground": GROUNDS[ground],
        "provision": GROUNDS[ground].provision,
        "way": WAYS[way],
        "legal_basis": LEGAL_BASIS,
        "to_confirm": TO_CONFIRM,
        "at_hand": [PAPERS[code] for code in asked.papers if code in PAPERS],
        "missing": [PAPERS[code] for code in missing_papers(ground, way, asked.papers)],
        "decision_form": form,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "desk/approvals/return.html", context, status=status)
