"""The list of cases: by urgency, with the filters in the address, found by a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from loket.orders import access
from loket.orders.models import Order
from loket.orders.queries import open_states, state_text
from loket.process import words
from loket.process.vocabulary import State, Text
from loket.web.acting import office_of
from loket.web.desk.cases.turns import turn_of, waits_for_officer
from loket.web.forms import PageForm
from loket.web.templatetags.loket import teks

PAGE_SIZE = 30
MOST_OPEN = 500
TURN, OPEN, OVER, ALL = "giliran", "berjalan", "selesai", "semua"


class Filters(PageForm):
    q = forms.CharField(label=_("Cari nomor"), max_length=60, required=False)
    tampil = forms.ChoiceField(
        label=_("Tampilkan"),
        required=False,
        choices=[
            (TURN, _("Giliran petugas")),
            (OPEN, _("Semua yang berjalan")),
            (OVER, _("Sudah berakhir")),
            (ALL, _("Semua pesanan")),
        ],
    )
    kanal = forms.ChoiceField(
        label=_("Kanal"),
        required=False,
        choices=[("", _("Semua")), ("walk_in", _("Datang langsung")), ("online", _("Daring"))],
    )
    tahap = forms.ChoiceField(label=_("Tahap"), required=False)

    def __init__(self, data: QueryDict, *, view: str) -> None:
        shown = data.copy()
        shown.setdefault("tampil", view)
        super().__init__(shown, auto_id="saring_%s")
        self.fields["q"].widget.attrs["type"] = "search"
        field = self.fields["tahap"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("Semua")),
                *[(s.value, teks(words.STATES[s])) for s in State if s != State.DRAFT],
            ]

    def chosen(self, name: str) -> str:
        """Return the value, or nothing if what stands in the address is none of the choices."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


@dataclass(frozen=True, slots=True)
class Row:
    order: Order
    state: Text
    turn: tuple[Text, ...]
    items: tuple[str, ...]
    is_late: bool
    is_mine: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class WorkList:
    filters: Filters
    rows: tuple[Row, ...]
    page: Page[Order]
    searched: str


def work_list(request: HttpRequest, at: datetime, *, view: str = TURN) -> WorkList:
    """
    :param view: what is shown when the address does not say
    """
    filters = Filters(request.GET, view=view)
    searched = filters.chosen("q").strip()
    found = access.of_office(office_of(request)).prefetch_related("items")
    if searched:
        chosen: QuerySet[Order] | list[Order] = _by_number(found, searched)
    else:
        chosen = _filtered(found, filters, view)
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("halaman"))
    return WorkList(filters, tuple(_row(order, at) for order in page), page, searched)


def _by_number(orders: QuerySet[Order], number: str) -> QuerySet[Order]:
    """Find by the order's number, or by the number on any of its papers."""
    return orders.filter(
        Q(reference__icontains=number)
        | Q(invoices__number__iexact=number)
        | Q(invoices__settlement__kuitansi__number__iexact=number)
        | Q(waiver__kuitansi__number__iexact=number)
        | Q(sppds__number__iexact=number)
    ).distinct()


def _filtered(
    orders: QuerySet[Order], filters: Filters, view: str
) -> QuerySet[Order] | list[Order]:
    if channel := filters.chosen("kanal"):
        orders = orders.filter(channel=channel)
    if state := filters.chosen("tahap"):
        return _urgent(orders.filter(state=state))
    shown = filters.chosen("tampil") or view
    if shown == OVER:
        return orders.exclude(state__in=open_states()).order_by("-state_since")
    if shown == ALL:
        return orders.order_by("-submitted_at")
    running = _urgent(orders.filter(state__in=open_states()))
    if shown == OPEN:
        return running
    return [order for order in running[:MOST_OPEN] if waits_for_officer(order)]


def _urgent(orders: QuerySet[Order]) -> QuerySet[Order]:
    return orders.order_by(F("due_at").asc(nulls_last=True), "state_since")


def _row(order: Order, at: datetime) -> Row:
    over = order.state not in open_states()
    return Row(
        order=order,
        state=state_text(order),
        turn=turn_of(order),
        items=tuple(item.title for item in order.items.all() if item.replaced_at is None),
        is_late=not over and order.due_at is not None and order.due_at < at,
        is_mine=waits_for_officer(order),
        is_over=over,
    )
