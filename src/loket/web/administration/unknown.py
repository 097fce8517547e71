"""Payments for codes that no office recorded: handed to their office, or closed with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from loket.payments import cases, parking
from loket.payments.access import unknown_payments
from loket.payments.models import PaymentException
from loket.people.models import Office, Role
from loket.web.access import staff
from loket.web.acting import acting_of
from loket.web.administration.pages import page
from loket.web.forms import PageForm


class UnknownForm(PageForm):
    """To which office an unknown payment goes; no office closes it."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Milik kantor"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=gettext_lazy("Bukan milik kantor mana pun di sini"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Dari mana diketahui, atau mengapa ditutup."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Office.objects.filter(is_active=True)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def unknown(request: HttpRequest, pk: int) -> HttpResponse:
    found = _payment(pk)
    form = UnknownForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        wrong = form if form.errors else None
        context = {"payment": found, "unknown_form": form}
        return page(request, "unknown", None, context, wrong=wrong)
    office, reason = form.cleaned_data["office"], form.cleaned_data["reason"]
    by, at = acting_of(request).by(), timezone.now()
    if office is None:
        parking.close_exception(found, action="other", resolution=reason, by=by, at=at)
        messages.success(request, _("Kasus ditutup."))
    else:
        cases.move_to(found, office, reason=reason, by=by, at=at)
        messages.success(
            request,
            _("Pembayaran dipindahkan; bendahara %(office)s menindaklanjutinya.")
            % {"office": office.name},
        )
    return redirect("administration:home")


def _payment(pk: int) -> PaymentException:
    """
    :raises Http404: if it does not wait at headquarters
    """
    found = unknown_payments().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
