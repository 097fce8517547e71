"""SIMPONI tells us that a billing code was paid: kept, answered, and looked into later."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from loket import wiring
from loket.payments import notices
from loket.ports.failures import Rejected
from loket.web.access import hook
from loket.web.acting import request_id_of

LARGEST = 64 * 1024  # bytes
log = logging.getLogger(__name__)


@hook
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Answer in the provider's own words; a notice told twice is accepted twice, kept once."""
    at = timezone.now()
    billing = wiring.billing()
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return _answer(billing.answer_notice(accepted=False), 413)
    body = request.body
    try:
        notice = billing.read_notice(request.headers, body, at=at)
    except Rejected as refusal:
        log.warning("notice refused (request %s): %s", request_id_of(request), refusal.en)
        return _answer(billing.answer_notice(accepted=False), 400)
    notices.keep(
        provider="simponi",
        notice_id=notice.id[:80],
        said=notice.payment,
        raw=body.decode("utf-8", "replace"),
        at=at,
    )
    return _answer(billing.answer_notice(accepted=True), 200)


def _answer(content: bytes, status: int) -> HttpResponse:
    return HttpResponse(content, status=status, content_type="application/json")
