"""Find out who acts on a request, and end at once the sessions that must end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from loket.people.models import Role, User
from loket.people.queries import assignments_of
from loket.web.acting import CHOSEN, NOBODY, SEEN, STARTED, Acting

LONGEST = timedelta(hours=12)
IDLE_STAFF = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)  # so that not every page view writes the session


class ActingPerson:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with_zone(request, self._acting(request))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def _acting(self, request: HttpRequest) -> Acting:
        user = request.user
        if not isinstance(user, User):
            return NOBODY
        now = timezone.now()
        held = tuple(assignments_of(user))
        chosen = request.session.get(CHOSEN)
        if _must_end(user, request.session, now, staff=bool(held)) or (
            chosen is not None and chosen not in {a.pk for a in held}
        ):
            logout(request)
            messages.info(request, _("Sesi Anda telah berakhir. Silakan masuk kembali."))
            return NOBODY
        _note_activity(request, now)
        current = next((a for a in held if a.pk == chosen), held[0] if len(held) == 1 else None)
        if current is None:
            return Acting(user=user, assignments=held)
        return Acting(user, current.office, Role(current.role), held)


def with_zone(request: HttpRequest, acting: Acting) -> None:
    """Put the person on the request, and the office's clock on the wall."""
    request.acting = acting  # type: ignore[attr-defined]
    if acting.office:
        timezone.activate(acting.office.time_zone)


def _must_end(user: User, session: Any, now: datetime, *, staff: bool) -> bool:
    started, seen = _instant(session.get(STARTED)), _instant(session.get(SEEN))
    if started is None or now - started > LONGEST:
        return True
    if user.sessions_valid_from and started < user.sessions_valid_from:
        return True
    return staff and (seen is None or now - seen > IDLE_STAFF)


def _note_activity(request: HttpRequest, now: datetime) -> None:
    """A screen that refreshes itself does not keep a session alive; a person does."""
    by_hand = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if not (by_hand or request.method == "POST" or "HX-Boosted" in request.headers):
        return
    seen = _instant(request.session.get(SEEN))
    if seen is None or now - seen > SEEN_EVERY:
        request.session[SEEN] = now.isoformat()


def _instant(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
