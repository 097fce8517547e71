"""The wall screen: numbers and desks, never a name."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from loket.counter.queries import BoardView, board
from loket.people.models import Office
from loket.people.queries import office_by_code, zone_of
from loket.rules.dates import ZONES
from loket.web.access import public
from loket.web.display.polling import answer
from loket.web.display.voice import CLIPS, clips_of
from loket.web.templatetags.loket import language, teks, waktu


def in_screen_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Indonesian, whatever the television's own language; `?bahasa=en` for English."""

    @wraps(view)
    def in_language(request: HttpRequest, code: str) -> HttpResponse:
        with translation.override("en" if request.GET.get("bahasa") == "en" else "id"):
            return view(request, code)

    return in_language


@public
@require_safe
@in_screen_language
def wall(request: HttpRequest, code: str) -> HttpResponse:
    office = _office(code)
    now = timezone.now()
    context = {
        "office": office,
        "board": board(office, now),
        "now": now,
        "offset_minutes": _offset_minutes(office, now),
        "zone": ZONES[office.time_zone],
        "clips": {clip: static(f"display/voice/{clip}.mp3") for clip in CLIPS},
    }
    return render(request, "display/wall.html", context)


@public
@require_safe
@in_screen_language
def state(request: HttpRequest, code: str) -> HttpResponse:
    """The same as JSON, for the screen that asks every two seconds."""
    office = _office(code)
    now = timezone.now()
    return answer(
        request,
        office,
        now,
        name=f"board-{language()}",
        make=lambda: json.dumps(_as_json(board(office, now), office)),
        content_type="application/json",
    )


def _as_json(view: BoardView, office: Office) -> dict[str, Any]:
    return {
        "version": view.version,
        "calls": [
            {"id": call.id, "label": call.label, "counter": call.counter} for call in view.calls
        ],
        "spoken": [{"id": call.id, "clips": clips_of(call)} for call in view.spoken],
        "queues": [
            {"letter": line.letter, "name": teks(line.name), "waiting": line.waiting}
            for line in view.queues
        ],
        "notices": [teks(notice) for notice in view.notices],
        "open": view.opening.is_open,
        "opens_at": waktu(view.opening.opens_at, office.time_zone),
    }


def _office(code: str) -> Office:
    office = office_by_code(code)
    if office is None:
        raise Http404
    return office


def _offset_minutes(office: Office, at: datetime) -> int:
    """Old televisions know no time zones by name; they get the office's offset from UTC."""
    offset = at.astimezone(zone_of(office)).utcoffset()
    return int(offset.total_seconds()) // 60 if offset else 0
