"""Who may see which rows of the counter; views find objects only through here."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, QuerySet

from loket.counter.devices import kiosk_by_secret
from loket.counter.models import (
    Call,
    CauseCode,
    GuestBookEdition,
    OfferedService,
    PriorityPolicy,
    ServiceCounter,
    Ticket,
    Visit,
)
from loket.people.models import Office

__all__ = [
    "calls_in",
    "causes_in",
    "counters_in",
    "guest_books_of",
    "kiosk_by_secret",
    "policies_of",
    "services_in",
    "ticket_by_link",
    "tickets_in",
    "visits_in",
]


def tickets_in(office: Office) -> QuerySet[Ticket]:
    """For staff of the office."""
    return Ticket.objects.filter(office=office).select_related(
        "office", "service", "visit", "counter"
    )


def visits_in(office: Office) -> QuerySet[Visit]:
    """For staff of the office."""
    return Visit.objects.filter(office=office).select_related("office", "guest", "guest_book")


def counters_in(office: Office) -> QuerySet[ServiceCounter]:
    return ServiceCounter.objects.filter(office=office, is_active=True).select_related("office")


def services_in(office: Office) -> QuerySet[OfferedService]:
    return OfferedService.objects.filter(office=office, is_active=True)


def calls_in(office: Office) -> QuerySet[Call]:
    """For staff of the office."""
    return Call.objects.filter(office=office).select_related("office", "ticket", "service")


def causes_in(office: Office) -> QuerySet[CauseCode]:
    return CauseCode.objects.filter(office=office, is_active=True)


def policies_of(office: Office) -> QuerySet[PriorityPolicy]:
    """For staff of the office: every order of calling it ever had, the newest first."""
    found = PriorityPolicy.objects.filter(office=office).select_related("adopted_by")
    return found.order_by("-effective_from", "-id")


def guest_books_of(office: Office) -> QuerySet[GuestBookEdition]:
    """For staff of the office: the newest edition first, each with how many `guests` it had."""
    found = GuestBookEdition.objects.filter(office=office).select_related("adopted_by")
    return found.annotate(guests=Count("visits")).order_by("-number")


def ticket_by_link(public_id: UUID) -> Ticket | None:
    """For whoever holds the ticket: its link carries 122 random bits and shows no person."""
    found = Ticket.objects.select_related("office", "service", "counter")
    return found.filter(public_id=public_id, office__is_active=True).first()
