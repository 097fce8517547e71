"""The code on a ticket that leads a guest's phone to their place in line."""

from __future__ import annotations

import segno
from django.conf import settings
from django.urls import reverse

from loket.counter.models import Ticket


def code_of(ticket: Ticket) -> str:
    """Return a QR code as a data address, with the page that shows the place in line."""
    address = settings.LOKET_SITE + reverse("display:place", args=[ticket.public_id])
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2, dark="#000"))
