"""No traceback, no dead end: every failure becomes a page that says what to do next."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from loket.ledger.guards import REFUSED
from loket.ports.failures import Unavailable
from loket.web import errors
from loket.web.acting import request_id_of
from loket.web.reasons import is_busy, words_of

log = logging.getLogger(__name__)


class CleanFailures:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Return a page for what we understand; the rest goes on to `errors.server_error`."""
        if isinstance(exception, PermissionDenied):
            log.warning("refused at %s (request %s)", request.path, request_id_of(request))
            return errors.not_found(request, Http404())
        if isinstance(exception, Unavailable):
            return errors.unavailable(request, words_of(exception))
        if words := words_of(exception):
            return errors.refused(request, words)
        if is_busy(exception):
            log.error(
                "storage failed: %s (request %s)",
                type(exception).__name__,
                request_id_of(request),
                exc_info=exception,
            )
            return errors.unavailable(request)
        if isinstance(exception, IntegrityError) and REFUSED in str(exception):
            log.error("the database refused request %s", request_id_of(request))
            return errors.refused(request, errors.database_refused())
        return None
