"""Files found where they should not be: taken in, traced in the background, answered in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from loket.delivery import leaks as operations
from loket.delivery.models import Investigation
from loket.orders.models import Order
from loket.people.models import Office, Role
from loket.rules.wording import Text
from loket.web.access import staff
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page
from loket.web.forms import PageForm

CHANNELS = {
    "ids": Text("nomor rumah tangga pengganti", "surrogate household numbers"),
    "order": Text("urutan rumah tangga", "order of households"),
    "weights": Text("pasangan penimbang", "pairs of weights"),
}
MOST_SHOWN = 20


class FoundForm(PageForm):
    file = forms.FileField(
        label=gettext_lazy("Berkas temuan"),
        help_text=gettext_lazy(
            "Utuh atau sebagian: .sav, .dta, .dbf, .csv, .parquet, .rds, .xpt, atau ZIP. Berkas "
            "disimpan tersegel; namanya tidak disimpan."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Di mana dan bagaimana ditemukan"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        found: UploadedFile[Any] = self.cleaned_data["file"]
        if PurePath(found.name or "").suffix.lower() not in operations.TAKEN:
            raise ValidationError(
                _("Jenis berkas ini tidak dapat dibaca. Yang dapat: %(known)s.")
                % {"known": ", ".join(operations.TAKEN)}
            )
        if (found.size or 0) > operations.LARGEST:
            raise ValidationError(
                _("Berkasnya lebih dari 2 GB. Kirim sebagian barisnya; itu cukup.")
            )
        return found


@dataclass(frozen=True, slots=True)
class Mark:
    channel: Text
    agreeing: int
    of: int


@dataclass(frozen=True, slots=True)
class Suspect:
    """One order of the ranking; `power` is the exponent of its p-value, 0 or less."""

    reference: str
    order: Order | None
    is_source: bool
    power: float
    commitment: str
    marks: tuple[Mark, ...]


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def leaks(request: HttpRequest, code: str) -> HttpResponse:
    office = office_for(request, code)
    form = FoundForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data["file"]
        case = operations.open_case(
            office,
            found.file,
            suffix=PurePath(found.name).suffix,
            reason=form.cleaned_data["reason"],
            by=by_for(request, office),
            at=timezone.now(),
        )
        messages.success(request, _("Berkas diterima; asalnya sedang ditelusuri."))
        return redirect("administration:leak", office.code, case.public_id)
    cases = Investigation.objects.filter(office=office).select_related("opened_by")
    wrong = form if form.errors else None
    return page(request, "leaks", office, {"found_form": form, "cases": cases}, wrong=wrong)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def leak(request: HttpRequest, code: str, case_id: UUID) -> HttpResponse:
    office = office_for(request, code)
    cases = Investigation.objects.filter(office=office).select_related("opened_by")
    case = cases.filter(public_id=case_id).first()
    if case is None:
        raise Http404
    suspects = _suspects(office, case.result)
    context = {
        "case": case,
        "suspects": suspects,
        "sources": [suspect for suspect in suspects if suspect.is_source],
        "problem": Text(case.problem.get("id", ""), case.problem.get("en", "")),
        "limits": Text(**case.result["limits"]) if case.result else None,
    }
    return page(request, "leak", office, context)


def _suspects(office: Office, result: dict[str, Any]) -> list[Suspect]:
    ranking = result.get("ranking", [])[:MOST_SHOWN]
    references = [each["reference"] for each in ranking]
    orders = {
        order.reference: order
        for order in Order.objects.filter(office=office, reference__in=references)
    }
    return [
        Suspect(
            reference=each["reference"],
            order=orders.get(each["reference"]),
            is_source=each["is_source"],
            power=each["log10_adjusted"],
            commitment=each["commitment"],
            marks=tuple(
                Mark(CHANNELS[name], agreeing, of)
                for name, (agreeing, of) in each["evidence"].items()
                if of
            ),
        )
        for each in ranking
    ]
