"""What every page knows: who acts, and whether anything outside is only simulated."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from loket.web.acting import acting_of


def page(request: HttpRequest) -> dict[str, Any]:
    return {"acting": acting_of(request), "simulated": simulated()}


def simulated() -> list[str]:
    """Return the outside systems of which this site has only a simulator."""
    standing_in = {
        "SIMPONI": settings.LOKET_BILLING,
        "BSrE": settings.LOKET_SIGNING,
    }
    return [name for name, adapter in standing_in.items() if adapter.startswith("simulat")]
