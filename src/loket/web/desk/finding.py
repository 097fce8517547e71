"""How every view of the desk finds what it works on: only the acting office's own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from loket.counter.access import counters_in, tickets_in, visits_in
from loket.counter.models import ServiceCounter, Ticket, Visit
from loket.ledger.context import By
from loket.orders import access
from loket.orders.models import Order
from loket.people.models import Role
from loket.web.acting import acting_of, office_of, user_of


def order_of(request: HttpRequest, order_id: UUID) -> Order:
    """
    :raises Http404: if there is none, or it is another office's: the answer is the same
    """
    order = access.of_office(office_of(request)).filter(public_id=order_id).first()
    if order is None:
        raise Http404
    return order


def visit_of(request: HttpRequest, visit_id: UUID) -> Visit:
    """
    :raises Http404: if there is none, or it is another office's
    """
    visit = visits_in(office_of(request)).filter(public_id=visit_id).first()
    if visit is None:
        raise Http404
    return visit


def ticket_of(request: HttpRequest, ticket_id: UUID) -> Ticket:
    """
    :raises Http404: if there is none, or it is another office's
    """
    ticket = tickets_in(office_of(request)).filter(public_id=ticket_id).first()
    if ticket is None:
        raise Http404
    return ticket


def my_counter(request: HttpRequest) -> ServiceCounter | None:
    """Return the desk at which the acting person sits, or None."""
    return counters_in(office_of(request)).filter(officer=user_of(request)).first()


def by_staff(request: HttpRequest) -> By:
    return acting_of(request).by()


def is_officer(request: HttpRequest) -> bool:
    return acting_of(request).role is Role.OFFICER
