"""Requests for the return of state revenue: recorded here, approved by another person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket import wiring
from loket.documents import operations as documents
from loket.documents.queries import clean_upload, uploads_of
from loket.orders.access import of_office
from loket.payments import return_sources, returns
from loket.payments.access import exceptions_of
from loket.payments.models import RevenueReturn
from loket.payments.refusals import Refusal
from loket.payments.return_sources import Source
from loket.people.models import Role
from loket.people.queries import local_day
from loket.ports.scanner import PROOF
from loket.rules.returns import (
    GROUNDS,
    LEGAL_BASIS,
    OUTCOMES,
    PAPERS,
    TO_CONFIRM,
    WAYS,
    Ground,
    Outcome,
    Way,
    missing_papers,
)
from loket.rules.wording import RuleError, Text
from loket.web import uploading
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.reasons import words_of
from loket.web.treasury import return_forms as forms
from loket.web.treasury.finding import by
from loket.web.treasury.forms import DeskForm
from loket.web.treasury.receipts import pdf

PAGE_SIZE = 50
LIKELY = {"twin": Ground.PAID_TWICE, "over": Ground.OVER_PAID, "unknown": Ground.WRONG_OFFICE}
SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@staff(Role.TREASURER)
@require_safe
def returns_list(request: HttpRequest) -> HttpResponse:
    found = returns.returns_of(office_of(request)).order_by("-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    rows = [(one, GROUNDS[Ground(one.ground)].label, state_of(one)) for one in page]
    return render(request, "treasury/returns.html", {"rows": rows, "page": page})


@staff(Role.TREASURER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a request about a parked payment, or about what settled an order."""
    source = _source(request)
    if request.method != "POST":
        return _new_page(request, source, forms.ClaimForm(initial=_initial(source)))
    form = forms.ClaimForm(request.POST)
    today = local_day(office_of(request), timezone.now())
    if form.is_valid() and forms.not_in_future(form, "asked_on", today):
        try:
            made = returns.prepare(
                office_of(request), source, form.claim(), by=by(request), at=timezone.now()
            )
        except (Refusal, RuleError) as refusal:
            form.add_error("amount", words_of(refusal))
        else:
            messages.success(
                request, _("Permohonan dicatat. Lengkapi berkasnya; pejabat lain menyetujuinya.")
            )
            return redirect("treasury:return", made.pk)
    return _new_page(request, source, form)


@staff(Role.TREASURER)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@staff(Role.TREASURER)
@require_POST
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick the papers that have come, and keep a scan of them."""
    found = _found(request, pk)
    form = forms.PapersForm(request.POST, request.FILES)
    if form.is_valid():
        uploading.take(
            form,
            PROOF,
            purpose="return",
            subject=f"return:{found.pk}",
            by=by(request),
            at=timezone.now(),
        )
    if form.errors:
        return _page(request, found, form)
    returns.add_papers(found, form.cleaned_data["papers"], by=by(request), at=timezone.now())
    messages.success(request, _("Berkas dicatat."))
    return redirect("treasury:return", pk)


@staff(Role.TREASURER)
@require_POST
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.ForwardForm(request.POST)
    today = local_day(office_of(request), timezone.now())
    if not form.is_valid() or not forms.not_in_future(form, "on", today):
        return _page(request, found, form)
    returns.forward(found, **form.cleaned_data, by=by(request), at=timezone.now())
    messages.success(request, _("Penerusan dicatat."))
    return redirect("treasury:return", pk)


@staff(Role.TREASURER)
@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.OutcomeForm(request.POST)
    today = local_day(office_of(request), timezone.now())
    if form.is_valid() and forms.not_in_future(form, "on", today):
        try:
            returns.write_outcome(found, **form.given(), by=by(request), at=timezone.now())
        except Refusal as refusal:
            form.add_error("amount", words_of(refusal))
        else:
            messages.success(request, _("Jawaban dicatat."))
            return redirect("treasury:return", pk)
    return _page(request, found, form)


@staff(Role.TREASURER)
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if found.document is None:
        raise Http404
    return pdf(documents.pdf_of(found.document), f"pengembalian-{found.number}")


@staff(Role.TREASURER)
@require_safe
def file(request: HttpRequest, pk: int, upload: UUID) -> FileResponse:
    """A scan that was judged clean, as attachment."""
    found = clean_upload(f"return:{_found(request, pk).pk}", str(upload))
    if found is None:
        raise Http404
    return FileResponse(
        wiring.storage().open(found.sha256),
        as_attachment=True,
        filename=f"berkas-pengembalian-{pk}.{SUFFIXES.get(found.content_type, 'bin')}",
        content_type=found.content_type,
    )


def state_of(asked: RevenueReturn) -> Text:
    """Return where the request stands, in words."""
    if asked.outcome:
        return OUTCOMES[Outcome(asked.outcome)]
    if asked.forwarded_on:
        return Text("Diteruskan, menunggu jawaban", "Forwarded, waiting for an answer")
    if asked.approved:
        return Text("Disetujui, belum diteruskan", "Approved, not forwarded yet")
    if asked.approved is False:
        return Text("Ditolak pejabat penyetuju", "Refused by the approving official")
    return Text("Menunggu persetujuan", "Waiting for approval")


def _page(
    request: HttpRequest, found: RevenueReturn, wrong: DeskForm | None = None
) -> HttpResponse:
    ground, way = Ground(found.ground), Way(found.way)
    context: dict[str, Any] = {
        "asked": found,
        "state": state_of(found),
        "ground": GROUNDS[ground],
        "provision": GROUNDS[ground].provision,
        "way": WAYS[way],
        "legal_basis": LEGAL_BASIS,
        "to_confirm": TO_CONFIRM,
        "at_hand": [PAPERS[code] for code in found.papers if code in PAPERS],
        "missing": [PAPERS[code] for code in missing_papers(ground, way, found.papers)],
        "uploads": uploads_of(f"return:{found.pk}"),
        "papers_form": forms.PapersForm(initial={"papers": found.papers}),
        "forward_form": forms.ForwardForm(),
        "outcome_form": forms.OutcomeForm(),
    }
    if wrong is not None:
        context["form"] = context[f"{wrong.name}_form"] = wrong
    status = 422 if wrong else 200
    return render(request, "treasury/return.html", context, status=status)


def _new_page(request: HttpRequest, source: Source, form: forms.ClaimForm) -> HttpResponse:
    context = {
        "source": source,
        "claim_form": form,
        "form": form,
        "legal_basis": LEGAL_BASIS,
        "to_confirm": TO_CONFIRM,
    }
    status = 422 if form.errors else 200
    return render(request, "treasury/return_new.html", context, status=status)


def _source(request: HttpRequest) -> Source:
    """
    :raises Http404: if the address names no payment of this office
    """
    office = office_of(request)
    case, order = request.GET.get("kasus", ""), request.GET.get("pesanan", "")
    source = None
    if case.isascii() and case.isdigit() and len(case) < len(str(2**63)):
        parked = exceptions_of(office).filter(pk=int(case)).first()
        source = return_sources.of_exception(office, parked) if parked else None
    elif order:
        found = of_office(office).filter(reference=order).first()
        source = return_sources.of_order(office, found) if found else None
    if source is None:
        raise Http404
    return source


def _initial(source: Source) -> dict[str, Any]:
    buyer = source.order.buyer if source.order else None
    ground = LIKELY.get(source.exception.kind) if source.exception else None
    return {
        "amount": source.amount,
        "ground": ground.value if ground else None,
        "way": Way.ADVANCE.value,
        "claimant": (buyer.institution or buyer.name) if buyer else "",
        "claimant_address": buyer.address if buyer else "",
        "claimant_npwp": buyer.npwp if buyer else "",
    }


def _found(request: HttpRequest, pk: int) -> RevenueReturn:
    found = returns.returns_of(office_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
