"""What comes after or instead: the link again, the answer to a rating, an end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from loket.delivery import operations as deliveries
from loket.feedback import operations as feedback
from loket.feedback.queries import rating_of
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.queries import why_not
from loket.people.models import Role
from loket.process.vocabulary import Actor
from loket.web.access import staff
from loket.web.desk.cases.acting import take
from loket.web.forms import PageForm


@staff(Role.OFFICER)
@require_POST
def relink(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Open the data again for somebody who shows the receipt (step O11)."""
    return take(
        request,
        order_id,
        "relink",
        lambda order, form, by, at: deliveries.relink(
            order, kuitansi=form.cleaned_data["kuitansi"], actor=Actor.OFFICER, by=by, at=at
        ),
        _("Unduhan dibuka kembali; pengguna layanan menerima tautannya."),
    )


@staff(Role.OFFICER)
@require_POST
def follow_up(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Answer a rating by e-mail (step O12)."""

    def answer(order: Order, form: PageForm, by: By, at: datetime) -> None:
        rating = rating_of(order)
        if refused := why_not(order, "follow_up", Actor.OFFICER):
            raise refused
        if rating is not None:
            rating.order = order
            feedback.follow_up(rating, text=form.cleaned_data["text"], by=by, at=at)

    return take(request, order_id, "follow_up", answer, _("Tindak lanjut dikirim."))


@staff(Role.OFFICER)
@require_POST
def cancel(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
        request,
        order_id,
        "cancel",
        lambda order, form, by, at: deliveries.end_order(
            order,
            "cancel",
            actor=Actor.OFFICER,
            reason=form.cleaned_data["reason"],
            by=by,
            at=at,
        ),
        _("Permintaan dibatalkan."),
    )
