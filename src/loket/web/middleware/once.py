"""A form sent twice has one effect: the key it carries, and the answer kept under it."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from loket.ledger import context, idempotency
from loket.web import errors
from loket.web.access import access_of
from loket.web.acting import acting_of, request_id_of

log = logging.getLogger(__name__)

FIELD = "once_key"
HEADER = "Idempotency-Key"
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
NOT_CONTENT = {FIELD, "csrfmiddlewaretoken"}
SAFE = {"GET", "HEAD", "OPTIONS"}
WAIT_SECONDS = 2.0
LOOK_EVERY_SECONDS = 0.1


class Once:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        work = context.Request(id=request_id_of(request) or context.new_request_id())
        with context.working_for(work):
            response = self.get_response(request)
            _remember(work, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        access, work = access_of(view), context.current()
        if access is None or work is None or request.method in SAFE or not access.needs_key:
            return None
        work.key = request.POST.get(FIELD, "") or request.headers.get(HEADER, "")
        if not KEY.fullmatch(work.key):
            work.key = ""
            return errors.key_missing(request)
        user = acting_of(request).user
        work.account = str(user.pk) if user else ""
        work.route = request.resolver_match.view_name[:96] if request.resolver_match else ""
        work.body_hash = body_hash(request)
        return _repeat(request, work)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        work = context.current()
        if work is None or not isinstance(exception, idempotency.DuplicateRequest):
            return None
        work.claimed = False  # the twin's answer is not ours to overwrite
        return _repeat(request, work) or errors.in_progress(request)


def body_hash(request: HttpRequest) -> str:
    """Return the SHA-256 (hex) of address and content, without the keys that guard them."""
    digest = hashlib.sha256(request.get_full_path().encode())
    if request.content_type not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        digest.update(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        if "\0" in name or any("\0" in value for value in values):
            raise BadRequest("null character in the form")
        if name not in NOT_CONTENT:
            _update(digest, [name, *values])
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            _update(digest, [name, file.name or ""])
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _update(digest: Any, texts: Iterable[str]) -> None:
    for text in texts:
        encoded = text.encode(errors="surrogatepass")
        digest.update(f"{len(encoded)}:".encode() + encoded)


def _repeat(request: HttpRequest, work: context.Request) -> HttpResponseBase | None:
    """Answer as before if this was answered before, waiting for a twin that is under way."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            given = idempotency.earlier_answer(work)
        except idempotency.OtherBody:
            return errors.other_body(request)
        if given is None:
            return None
        if given.location:
            return HttpResponseRedirect(given.location)
        if given.status is not None or time.monotonic() > until:
            return errors.already_done(request)
        time.sleep(LOOK_EVERY_SECONDS)


def _remember(work: context.Request, response: HttpResponseBase) -> None:
    try:
        idempotency.remember(
            work, status=response.status_code, location=response.headers.get("Location", "")
        )
    except DatabaseError:  # the change is safe; a repeat will hear that it is done
        log.exception("answer to request %s could not be kept", work.id)
