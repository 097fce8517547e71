"""Every write at the counter; each is one durable transaction, in a fair turn."""

from __future__ import annotations

from loket.counter.operations.arriving import (
    check_in,
    close_visit,
    confirm_guest,
    open_visit,
    take_ticket,
    take_tickets,
)
from loket.counter.operations.calling import call_next, call_out_of_order, recall
from loket.counter.operations.causes import set_cause, write_cause_code
from loket.counter.operations.closing import close_earlier_days, close_night
from loket.counter.operations.guest_book import change_guest_book
from loket.counter.operations.leaving import no_show, return_to_queue
from loket.counter.operations.serving import (
    finish_service,
    hold,
    resume,
    start_serving,
    transfer,
)
from loket.counter.operations.setting_up import (
    adopt_policy,
    announce,
    end_notice,
    enrol_kiosk,
    leave_counter,
    prepare_office,
    revoke_kiosk,
    sit_down,
)
from loket.counter.operations.slips import ByHand, record_slip
from loket.counter.refusals import CounterRefusal

__all__ = [
    "ByHand",
    "CounterRefusal",
    "adopt_policy",
    "announce",
    "call_next",
    "call_out_of_order",
    "change_guest_book",
    "check_in",
    "close_earlier_days",
    "close_night",
    "close_visit",
    "confirm_guest",
    "end_notice",
    "enrol_kiosk",
    "finish_service",
    "hold",
    "leave_counter",
    "no_show",
    "open_visit",
    "prepare_office",
    "recall",
    "record_slip",
    "resume",
    "return_to_queue",
    "revoke_kiosk",
    "set_cause",
    "sit_down",
    "start_serving",
    "take_ticket",
    "take_tickets",
    "transfer",
    "write_cause_code",
]
