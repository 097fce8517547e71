"""The letters of an order: sent, on their way, or stuck; and sending a stuck one again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_POST

from loket.ledger import dead_letters
from loket.ledger.models import Message
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.people.models import Role
from loket.web.access import staff
from loket.web.desk.finding import by_staff, order_of

NAMES: dict[str, str | Promise] = {
    "request_received": __("Permintaan diterima"),
    "request_accepted": __("Abstraksi sesuai"),
    "request_rejected": __("Permintaan tidak dapat dipenuhi"),
    "request_withdrawn": __("Permintaan dibatalkan"),
    "request_lapsed": __("Permintaan ditutup karena lewat waktu"),
    "revision_received": __("Revisi diterima"),
    "offer_sent": __("Contoh data, invoice, dan SPPD"),
    "offer_accepted": __("Cara membayar dan mengirim SPPD"),
    "invoice_issued": __("Invoice"),
    "billing_issued": __("Kode billing"),
    "payment_received": __("Pembayaran diterima"),
    "transfer_refused": __("Bukti transfer tidak cocok"),
    "zero_tariff_approved": __("Tarif nol rupiah disetujui"),
    "reduction_granted": __("Keringanan tarif disetujui sebagian"),
    "reduction_refused": __("Keringanan tarif ditolak"),
    "sppd_received": __("SPPD diterima"),
    "sppd_refused": __("SPPD unggahan tidak sah"),
    "data_delivered": __("Kuitansi dan data"),
    "data_handed_over": __("Serah terima data"),
    "error_reported": __("Laporan kesalahan diterima"),
    "order_completed": __("Pesanan selesai"),
    "link_renewed": __("Tautan ulang"),
    "feedback_followed_up": __("Tindak lanjut penilaian"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """
    :param kind: sent, waiting or dead
    """

    message: Message
    name: str | Promise
    kind: str


def of(order: Order) -> list[Letter]:
    found = Message.objects.filter(subject=subject_of(order), topic="mail")
    return [
        Letter(message, NAMES.get(message.name, message.name), _kind(message))
        for message in found.order_by("created_at")
    ]


@staff(Role.OFFICER)
@require_POST
def resend(request: HttpRequest, order_id: UUID, message_id: UUID) -> HttpResponse:
    """Try a letter (or other work) again that was given up."""
    order = order_of(request, order_id)
    message = Message.objects.filter(pk=message_id, subject=subject_of(order)).first()
    if message is None:
        raise Http404
    if dead_letters.retry(message, by=by_staff(request), at=timezone.now()):
        messages.success(request, _("Surat dicoba dikirim lagi."))
    else:
        messages.info(request, _("Surat ini tidak macet; tidak perlu dikirim ulang."))
    return redirect("desk:case", order.public_id)


def _kind(message: Message) -> str:
    if message.done_at:
        return "sent"
    return "dead" if message.dead_at else "waiting"
