"""Who may see which orders. Every view finds orders through one of these."""

from __future__ import annotations

from django.db.models import QuerySet

from loket.orders.models import Order
from loket.people.models import Office, User

RELATED = ("office", "buyer", "officer")


def of_buyer(user: User) -> QuerySet[Order]:
    return Order.objects.filter(buyer=user).select_related(*RELATED)


def of_office(office: Office) -> QuerySet[Order]:
    """Orders of the office, without the drafts that customers have not submitted."""
    submitted = Order.objects.filter(office=office, reference__isnull=False)
    return submitted.select_related(*RELATED)
