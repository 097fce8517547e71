"""How the preparing of a case's data stands, and preparing it again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.delivery import operations, real_samples, refusals
from loket.delivery.models import Package
from loket.delivery.queries import newest_package
from loket.ledger.models import Message
from loket.orders import access
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.orders.queries import state_text
from loket.people.models import Office, Role
from loket.process.vocabulary import Fact, State, Text
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.finding import by_staff, order_of
from loket.web.reasons import words_of

AT_WORK = (State.PREPARING, State.CORRECTING)


@dataclass(frozen=True, slots=True)
class Preparation:
    """
    :param status: none, queued, failed or ready
    :param problem: why it failed
    :param may_repeat: whether it makes sense to start it again
    """

    status: str
    package: Package | None
    job: Message | None
    problem: Text | None
    may_repeat: bool


def of(order: Order) -> Preparation:
    package = newest_package(order)
    job = _job(order)
    needed = _is_needed(order)
    running = job is not None and job.done_at is None and job.dead_at is None
    if needed and running:
        return Preparation("queued", package, job, None, may_repeat=False)
    if needed and package is not None and package.status == "failed":
        problem = Text(package.problem.get("id", ""), package.problem.get("en", ""))
        return Preparation("failed", package, job, problem, may_repeat=True)
    if needed:
        return Preparation("stuck", package, job, None, may_repeat=True)
    status = package.status if package else "none"
    return Preparation(status, package, job, None, may_repeat=False)


@staff(Role.OFFICER)
@require_safe
def preparing(request: HttpRequest) -> HttpResponse:
    """List what is being prepared or repaired, the most urgent first."""
    orders = access.of_office(office_of(request)).filter(state__in=AT_WORK)
    rows = [(order, state_text(order), of(order)) for order in orders.order_by("due_at")]
    return render(request, "desk/cases/preparing.html", {"rows": rows, "now": timezone.now()})


@staff(Role.OFFICER)
@require_POST
def prepare(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Prepare the data again: after a failure or an interruption."""
    order = order_of(request, order_id)
    if not _is_needed(order):
        messages.error(request, _("Data pesanan ini tidak sedang menunggu penyiapan."))
        return redirect("desk:case", order.public_id)
    operations.queue_package(order, by=by_staff(request), at=timezone.now())
    messages.success(request, _("Penyiapan data dimulai lagi."))
    return redirect("desk:case", order.public_id)


@staff(Role.OFFICER)
@require_POST
def ask_real_sample(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Have it measured whether a few real rows may be shown."""
    order = order_of(request, order_id)
    try:
        real_samples.ask(order, by=by_staff(request), at=timezone.now())
    except refusals.NoRealRows as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, _("Risiko pengungkapannya sedang diukur."))
    return redirect("desk:case", order.public_id)


def troubled(office: Office) -> int:
    """Return how many cases' data somebody must start preparing again."""
    orders = access.of_office(office).filter(state__in=AT_WORK)
    return sum(of(order).may_repeat for order in orders)


def _is_needed(order: Order) -> bool:
    if order.state == State.CORRECTING:
        return True
    done = {Fact.PREPARED, Fact.RELEASE_ASKED} & set(order.facts)
    return order.state == State.PREPARING and not done


def _job(order: Order) -> Message | None:
    found = Message.objects.filter(subject=subject_of(order), topic="job", name="prepare")
    # One that is not done yet before those that are, the newest first.
    return found.order_by(F("done_at").desc(nulls_first=True), "-created_at").first()
