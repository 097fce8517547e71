"""Who may see which grants."""

from __future__ import annotations

from django.db.models import QuerySet

from loket.delivery.models import Grant
from loket.people.models import Office, User


def of_buyer(user: User) -> QuerySet[Grant]:
    return Grant.objects.filter(order__buyer=user).select_related("order", "package")


def of_office(office: Office) -> QuerySet[Grant]:
    return Grant.objects.filter(order__office=office).select_related("order", "package")
