"""What a draft still needs before it can be submitted, as a task list."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.agreements.operations import PARTS
from loket.agreements.queries import statement_in_force, zero_request_of
from loket.orders.models import Order
from loket.orders.queries import items_of
from loket.rules.segments import SEGMENTS, Segment


@dataclass(frozen=True, slots=True)
class Task:
    label: str | Promise
    hint: str | Promise
    address: str  # empty: cannot start yet
    is_done: bool


def tasks_of(order: Order) -> list[Task]:
    has_items = bool(items_of(order))
    has_statement = statement_is_complete(order)
    tasks = [
        Task(
            _("Pilih data"),
            _("Variabel, wilayah, dan format"),
            reverse("public:catalogue:home") if not has_items else "",
            has_items,
        ),
        Task(
            _("Tulis abstraksi"),
            _("Untuk apa data dipakai dan siapa yang menandatangani perjanjian"),
            reverse("portal:statement", args=[order.public_id]),
            has_statement,
        ),
    ]
    if SEGMENTS[Segment(order.buyer.segment)].zero_rupiah:
        tasks.append(
            Task(
                _("Permohonan tarif nol rupiah"),
                _("Hanya bila lembaga Anda berhak dan tidak untuk tujuan komersial"),
                reverse("portal:zero", args=[order.public_id]),
                zero_request_of(order) is not None,
            )
        )
    ready = has_items and has_statement
    tasks.append(
        Task(
            _("Periksa dan ajukan"),
            _("Petugas memeriksa paling lambat dua hari kerja"),
            reverse("portal:check_order", args=[order.public_id]) if ready else "",
            is_done=False,
        )
    )
    return tasks


def statement_is_complete(order: Order) -> bool:
    statement = statement_in_force(order)
    return statement is not None and all(getattr(statement, part).strip() for part in PARTS)
