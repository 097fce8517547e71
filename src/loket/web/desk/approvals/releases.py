"""Deciding whether data leave although the check found something, and whether real rows show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.delivery import checks
from loket.delivery.models import Package, RealSample
from loket.delivery.queries import newest_package
from loket.orders import access
from loket.orders.models import Order
from loket.people.models import Office
from loket.process.vocabulary import State
from loket.web.desk.cases.releases import Found, found_in, waits
from loket.web.forms import PageForm


class ReleaseForm(PageForm):
    reason = forms.CharField(
        label=_("Alasan keputusan"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Tersimpan pada riwayat. Bila ditolak, pengguna layanan membacanya dalam suratnya."
        ),
    )


Bound = Mapping[UUID, ReleaseForm]


@dataclass(frozen=True, slots=True)
class ReleaseCase:
    """An order whose data wait for a decision."""

    order: Order
    package: Package | None
    found: tuple[Found, ...]
    is_blocked: bool
    form: ReleaseForm


def cases(office: Office, bound: Bound) -> list[ReleaseCase]:
    waiting = [
        order
        for order in access.of_office(office).filter(state=State.PREPARING).order_by("due_at")
        if waits(order)
    ]
    return [_case(order, bound) for order in waiting]


def real_samples(office: Office) -> list[RealSample]:
    """Return the measured requests for real rows that wait for a decision."""
    waiting = RealSample.objects.filter(order__office=office, status="assessed")
    return list(waiting.select_related("order", "requested_by"))


def form_of(order: Order, *given: Any) -> ReleaseForm:
    return ReleaseForm(*given, auto_id=f"lepas_{order.pk}_%s")


def _case(order: Order, bound: Bound) -> ReleaseCase:
    package = newest_package(order)
    return ReleaseCase(
        order,
        package,
        found_in(package),
        package is not None and checks.is_blocked(package.checks),
        bound.get(order.public_id) or form_of(order),
    )
