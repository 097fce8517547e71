"""Payments that do not fit: the list, one of them, and closing it with what was done."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.payments import billing as billings
from loket.payments.access import exceptions_of
from loket.payments.models import PaymentException
from loket.people.models import Role
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.treasury import forms, words
from loket.web.treasury.finding import by

PAGE_SIZE = 50


@staff(Role.TREASURER)
@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    only_open = request.GET.get("keadaan") != "semua"
    found = exceptions_of(office_of(request)).order_by("closed_at", "-opened_at")
    if only_open:
        found = found.filter(closed_at=None)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    rows = [{"exception": one, "words": words.EXCEPTIONS[one.kind]} for one in page]
    context = {"rows": rows, "page": page, "only_open": only_open}
    return render(request, "treasury/exceptions.html", context)


@staff(Role.TREASURER)
@require_http_methods(["GET", "HEAD", "POST"])
def exception(request: HttpRequest, pk: int) -> HttpResponse:
    """One case; closed with what was done about it."""
    found = _exception(request, pk)
    form = forms.ResolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        billings.close_exception(found, resolution=form.words(), by=by(request), at=timezone.now())
        messages.success(request, _("Kasus ditutup."))
        return redirect("treasury:exceptions")
    context = {"exception": found, "words": words.EXCEPTIONS[found.kind], "form": form}
    status = 422 if form.errors else 200
    return render(request, "treasury/exception.html", context, status=status)


@staff(Role.TREASURER)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a late payment settle its invoice after all."""
    found = _exception(request, pk)
    settled = billings.accept_late(found, by=by(request), at=timezone.now())
    messages.success(request, _("Pembayaran diterima. Pesanan lunas."))
    return redirect("treasury:case", settled.invoice.order.public_id)


def _exception(request: HttpRequest, pk: int) -> PaymentException:
    found = exceptions_of(office_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
