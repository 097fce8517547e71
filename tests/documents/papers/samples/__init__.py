"""Papers as the tests and the eye look at them: ordinary ones and hard ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from loket.documents.papers import (
    acknowledgement,
    cancellation,
    day_close,
    handover,
    invoice,
    kuitansi,
    revenue_return,
    sppd,
    ticket,
)
from tests.documents.papers.samples.money import (
    make_cancellation,
    make_day_close,
    make_foreign_invoice,
    make_invoice,
    make_kuitansi,
    make_long_invoice,
    make_long_kuitansi,
    make_return,
    make_undecided_invoice,
    make_void_kuitansi,
    make_zero_invoice,
)
from tests.documents.papers.samples.people import HOSTILE, OFFICE, Language
from tests.documents.papers.samples.service import (
    make_acknowledgement,
    make_handover,
    make_long_sppd,
    make_sppd,
    make_ticket,
)

__all__ = [
    "HOSTILE",
    "OFFICE",
    "everything",
    "make_acknowledgement",
    "make_cancellation",
    "make_day_close",
    "make_foreign_invoice",
    "make_handover",
    "make_invoice",
    "make_kuitansi",
    "make_long_invoice",
    "make_long_kuitansi",
    "make_long_sppd",
    "make_return",
    "make_sppd",
    "make_ticket",
    "make_undecided_invoice",
    "make_void_kuitansi",
    "make_zero_invoice",
]


def everything() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield a name and a way to make each sample."""
    languages: tuple[Language, ...] = ("id", "en")
    for language in languages:
        yield f"invoice-{language}", partial(invoice.render, make_invoice(language))
        yield f"invoice-long-{language}", partial(invoice.render, make_long_invoice(language))
        yield f"cancellation-{language}", partial(cancellation.render, make_cancellation(language))
        yield f"kuitansi-{language}", partial(kuitansi.render, make_kuitansi(language))
        yield f"sppd-{language}", partial(sppd.render, make_sppd(language))
        yield f"sppd-long-{language}", partial(sppd.render, make_long_sppd(language))
        yield f"ticket-{language}", partial(ticket.render, make_ticket(language))
        yield f"handover-{language}", partial(handover.render, make_handover(language))
        yield f"return-{language}", partial(revenue_return.render, make_return(language))
        yield f"day-close-{language}", partial(day_close.render, make_day_close(language))
        yield (
            f"acknowledgement-{language}",
            partial(acknowledgement.render, make_acknowledgement(language)),
        )
    yield "invoice-zero", partial(invoice.render, make_zero_invoice())
    yield "invoice-foreign", partial(invoice.render, make_foreign_invoice())
    yield "invoice-undecided", partial(invoice.render, make_undecided_invoice())
    hostile = replace(make_invoice(), customer=HOSTILE)
    yield "invoice-hostile", partial(invoice.render, hostile)
    yield "kuitansi-long", partial(kuitansi.render, make_long_kuitansi())
    yield "kuitansi-void", partial(kuitansi.render, make_void_kuitansi())
    electronic = replace(make_sppd(), electronic=True, copies=(1,))
    yield "sppd-electronic", partial(sppd.render, electronic)
    narrow = replace(make_ticket(), roll_mm=58, priority=True, ahead=0)
    yield "ticket-58", partial(ticket.render, narrow)
    yield "handover-long", partial(handover.render, make_handover(files=60))
    yield "day-close-long", partial(day_close.render, make_day_close(entries=70))
