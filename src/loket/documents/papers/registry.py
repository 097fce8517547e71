"""All papers by name, for storing their data and printing them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: its name for readers, its data, how to typeset it, its version."""

    title: Text
    data_class: type[Any]
    render: Callable[[Any], bytes]
    template_version: str


PAPERS: dict[str, PaperKind] = {
    "ticket": PaperKind(
        Text("Nomor antrean", "Queue ticket"),
        ticket.TicketData,
        ticket.render,
        ticket.TEMPLATE_VERSION,
    ),
    "invoice": PaperKind(
        Text("Invoice", "Invoice"),
        invoice.InvoiceData,
        invoice.render,
        invoice.TEMPLATE_VERSION,
    ),
    "cancellation": PaperKind(
        Text("Nota Pembatalan Invoice", "Cancellation of Invoice"),
        cancellation.CancellationData,
        cancellation.render,
        cancellation.TEMPLATE_VERSION,
    ),
    "sppd": PaperKind(
        Text("Surat Perjanjian Penggunaan Data", "Data Use Agreement"),
        sppd.SppdData,
        sppd.render,
        sppd.TEMPLATE_VERSION,
    ),
    "kuitansi": PaperKind(
        Text("Kuitansi", "Official Receipt"),
        kuitansi.KuitansiData,
        kuitansi.render,
        kuitansi.TEMPLATE_VERSION,
    ),
    "handover": PaperKind(
        Text("Berita Acara Serah Terima Data", "Record of Data Hand-over"),
        handover.HandoverData,
        handover.render,
        handover.TEMPLATE_VERSION,
    ),
    "day-close": PaperKind(
        Text("Penutupan Kas Harian", "Daily Cash Close"),
        day_close.DayCloseData,
        day_close.render,
        day_close.TEMPLATE_VERSION,
    ),
    "return": PaperKind(
        Text("Permohonan Pengembalian PNBP", "Request for Return of State Revenue"),
        revenue_return.ReturnData,
        revenue_return.render,
        revenue_return.TEMPLATE_VERSION,
    ),
    "acknowledgement": PaperKind(
        Text("Tanda Terima", "Acknowledgement"),
        acknowledgement.AcknowledgementData,
        acknowledgement.render,
        acknowledgement.TEMPLATE_VERSION,
    ),
}
