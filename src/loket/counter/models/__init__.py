"""The counter's tables: guest book, tickets and their periods, desks, policies, slips."""

from __future__ import annotations

from loket.counter.models.calls import BreachCause, Call, CallReason, CauseCode
from loket.counter.models.desks import OfferedService, ServiceCounter, ServiceKind
from loket.counter.models.guest_books import GuestBookEdition
from loket.counter.models.policies import PriorityPolicy
from loket.counter.models.screens import Board, Kiosk, Notice
from loket.counter.models.tickets import Period, PreprintedSlip, Ticket, TicketState
from loket.counter.models.visits import PriorityReason, Visit

__all__ = [
    "Board",
    "BreachCause",
    "Call",
    "CallReason",
    "CauseCode",
    "GuestBookEdition",
    "Kiosk",
    "Notice",
    "OfferedService",
    "Period",
    "PreprintedSlip",
    "PriorityPolicy",
    "PriorityReason",
    "ServiceCounter",
    "ServiceKind",
    "Ticket",
    "TicketState",
    "Visit",
]
