"""The officer's screen carries a guest …"""

from __future__ import annotations

from tests.browsing import Browser
from tests.counter.counters import NINE
from tests.web.desk.conftest import Desk, package

from loket.counter.models import Ticket
from loket.orders.models import Order
from loket.payments import operations as payments

ABSTRAKSI = {
    "background": "Ketimpangan.",
    "purpose": "Memetakan jarak.",
    "method": "Analisis jaringan.",
    "output": "Skripsi.",
    "signer_name": "Rina Anggraini",
    "signer_rank": "self",
    "language": "id",
}


def test_from_the_call_to_the_way_home(desk: Desk, officer: Browser) -> None:
    desk.guest()
    page = officer.open("desk:home")
    page = officer.press(page, "desk:sit", counter="1")
    page = officer.press(page, "desk:call_next")
    ticket = Ticket.objects.get()
    page = officer.press(page, "desk:recall", ticket.public_id)
    page = officer.press(page, "desk:start", ticket.public_id)
    assert page.has("Dilayani")
    visit = ticket.visit
    page = officer.open("desk:visit", visit.public_id)
    page = officer.press(page, "desk:confirm", visit.public_id)
    assert page.has("Identitas diperiksa")
    page = officer.press(page, "desk:buyer", visit.public_id, institution="Universitas Jauh")
    page = officer.open("desk:record", visit.public_id)
    page = officer.submit(page, product=[desk.product.code], **ABSTRAKSI)
    order = Order.objects.get()
    for name, fields, fact in (
        ("accept", {"reason": "Sesuai."}, "Keputusan disimpan"),
        ("receive_sppd", {"form": "wet", "originals": "1"}, "SPPD diterima"),
    ):
        page = officer.press(page, f"desk:{name}", order.public_id, **fields)
        assert page.status == 200, page.text
        assert page.has(fact)
    order.refresh_from_db()
    item = order.items.get()
    item.definition_hash = "b" * 64
    item.save()
    package(order)
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:issue_invoice", order.public_id)
    order.refresh_from_db()
    assert order.state == "SETTLING"
    assert page.has("masih menunggu")
    payments.take_cash(order, tendered=10**9, by=desk.by("treasurer"), at=NINE)
    payments.issue_kuitansi(order, by=desk.by("treasurer"), at=NINE)
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:deliver", order.public_id, medium="Diska lepas")
    assert page.has("Unduh data untuk disalin ke media")
    assert page.has("Berita acara serah terima")
    page = officer.press(page, "desk:report_error", order.public_id, what="Kolom kode kosong.")
    assert page.has("Penyiapan data")
    order.refresh_from_db()
    package(order, b"PK diperbaiki")
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:redeliver", order.public_id, medium="Diska lepas")
    page = officer.press(page, "desk:complete", order.public_id)
    order.refresh_from_db()
    assert order.state == "COMPLETED"
    page = officer.open("desk:home")
    page = officer.press(page, "desk:finish", ticket.public_id)
    page = officer.open("desk:visit", visit.public_id)
    page = officer.press(page, "desk:close_visit", visit.public_id)
    visit.refresh_from_db()
    assert visit.closed_at == NINE
