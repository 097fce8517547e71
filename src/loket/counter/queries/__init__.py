"""Reads of the counter that pages share."""

from __future__ import annotations

from loket.counter.line import policy_at, rules_of
from loket.counter.queries.board import BoardView, CallLine, board, version_by_code, version_of
from loket.counter.queries.calls import RecordedCall, calls_of_day, calls_of_visit
from loket.counter.queries.desks import (
    DeskView,
    DeskVisit,
    LeftOver,
    Waiting,
    counters_of,
    desk,
    services_of,
    visit_view,
)
from loket.counter.queries.guests import earlier_entry, normalise_contact, open_visit_of
from loket.counter.queries.opening import Opening, opening
from loket.counter.queries.place import Place, place_of
from loket.counter.queries.record import (
    DayFigures,
    LateCall,
    ServiceRecord,
    late_calls,
    officer_record,
    service_record,
)
from loket.counter.queries.replay import Moved, Outcome, Replay, Side, replay

__all__ = [
    "BoardView",
    "CallLine",
    "DayFigures",
    "DeskView",
    "DeskVisit",
    "LateCall",
    "LeftOver",
    "Moved",
    "Opening",
    "Outcome",
    "Place",
    "RecordedCall",
    "Replay",
    "ServiceRecord",
    "Side",
    "Waiting",
    "board",
    "calls_of_day",
    "calls_of_visit",
    "counters_of",
    "desk",
    "earlier_entry",
    "late_calls",
    "normalise_contact",
    "officer_record",
    "open_visit_of",
    "opening",
    "place_of",
    "policy_at",
    "replay",
    "rules_of",
    "service_record",
    "services_of",
    "version_by_code",
    "version_of",
    "visit_view",
]
