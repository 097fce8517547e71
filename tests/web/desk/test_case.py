"""On a case an officer …"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.browsing import Browser, form_actions
from tests.counter.counters import NINE
from tests.web.desk.conftest import STATEMENT, Desk, item, package

from loket.agreements import operations as agreements
from loket.counter.models import Ticket
from loket.delivery import operations as deliveries
from loket.feedback import operations as feedback
from loket.feedback.models import FollowUp
from loket.ledger.context import By
from loket.ledger.models import Message
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.payments.queries import kuitansi_in_force
from loket.people.models import User
from loket.process.vocabulary import State
from loket.web.templatetags.loket import new_key


def act(browser: Browser, order: Order, name: str, **fields: Any) -> Any:
    """Send an action's form whether the page offers it or not."""
    url = reverse(f"desk:{name}", args=[order.public_id])
    return browser.client.post(url, {**fields, "once_key": new_key()})


def online(desk: Desk) -> Order:
    """An order from the internet that waits to be checked."""
    buyer = User.objects.create(
        email="daring@example.org", name="Made Suardana", email_verified_at=NINE, joined_at=NINE
    )
    by = By(buyer.pk, "buyer", desk.office.code)
    order = orders.begin_draft(
        office=desk.office, buyer=buyer, items=[item(desk.product)], by=by, at=NINE, language="id"
    )
    agreements.save_statement(order, STATEMENT, by=by, at=NINE)
    agreements.submit(order, by=by, at=NINE)
    return order


def test_sees_statement_and_list_side_by_side(desk: Desk, officer: Browser) -> None:
    order = desk.recorded()

    page = officer.open("desk:case", order.public_id)

    assert page.has("Memetakan jarak ke puskesmas.")
    assert page.has("Peta desa")
    assert page.has("rina@example.org")
    assert page.has("Catat permintaan W4")


def test_is_offered_only_what_the_process_allows(desk: Desk, officer: Browser) -> None:
    order = desk.recorded()

    offered = form_actions(officer.open("desk:case", order.public_id))

    for name in ("accept", "refer", "cancel"):
        assert reverse(f"desk:{name}", args=[order.public_id]) in offered
    for name in ("reject", "deliver", "issue_invoice", "receive_sppd", "complete"):
        assert reverse(f"desk:{name}", args=[order.public_id]) not in offered


def test_reads_why_something_is_not_possible_yet(desk: Desk, officer: Browser) -> None:
    order = desk.settling()

    page = officer.open("desk:case", order.public_id)

    assert page.has("belum bisa. “Serahkan kuitansi dan data” masih menunggu")
    assert reverse("desk:deliver", args=[order.public_id]) not in form_actions(page)


@pytest.mark.parametrize("name", ["accept", "refer", "cancel"])
def test_must_say_why(desk: Desk, officer: Browser, name: str) -> None:
    order = desk.recorded()

    answer = act(officer, order, name, reason="   ")

    assert answer.status_code == 422
    order.refresh_from_db()
    assert order.state == "CHECKING"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("send_offer", {}),
        ("issue_invoice", {}),
        ("deliver", {"medium": "DVD"}),
        ("redeliver", {"medium": "DVD"}),
        ("complete", {}),
        ("report_error", {"what": "Kosong"}),
        ("receive_sppd", {"form": "wet", "originals": "1"}),
        ("refuse_sppd", {"reason": "Tidak terbaca"}),
        ("undo_sppd", {"reason": "Keliru"}),
        ("relink", {"kuitansi": "00001/KUI/3304/2026"}),
        ("follow_up", {"text": "Terima kasih"}),
        ("reject", {"reason": "Tidak sesuai"}),
    ],
)
def test_out_of_step_is_refused_in_words(
    desk: Desk, officer: Browser, name: str, fields: dict[str, str]
) -> None:
    order = desk.recorded()

    answer = act(officer, order, name, **fields)

    assert answer.status_code == 409
    assert "error-summary" in answer.content.decode()
    order.refresh_from_db()
    assert order.state == "CHECKING"


def test_sends_the_guest_to_consultation(desk: Desk, officer: Browser) -> None:
    order = desk.recorded()
    page = officer.open("desk:case", order.public_id)

    page = officer.press(page, "desk:refer", order.public_id, reason="Perlu data lain.")

    order.refresh_from_db()
    assert order.state == "REFERRED"
    assert Ticket.objects.get(service__code="K").state == "waiting"
    assert page.has("dialihkan ke konsultasi dengan nomor K001")


def test_refuses_an_online_request(desk: Desk, officer: Browser) -> None:
    order = online(desk)
    page = officer.open("desk:case", order.public_id)

    page = officer.press(page, "desk:reject", order.public_id, reason="Tujuan tidak cocok.")

    order.refresh_from_db()
    assert order.state == "CANCELLED"
    assert page.has("Tujuan tidak cocok.")


def test_sends_the_offer_online(desk: Desk, officer: Browser) -> None:
    order = online(desk)
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:accept", order.public_id, reason="Sesuai.")
    assert page.has("Sedang disiapkan")
    order.refresh_from_db()
    package(order)
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:send_offer", order.public_id)
    order.refresh_from_db()
    assert order.state == "OFFERED"
    assert page.has("Contoh data, invoice, dan SPPD")


def test_offers_what_the_buyer_bears_beside_the_tariff(
    desk: Desk, officer: Browser, log_in: Callable[..., Client]
) -> None:
    order = online(desk)
    agreements.accept(order, reason="Sesuai.", by=desk.by(), at=NINE)
    package(order)
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:send_offer", order.public_id, shipping_note="kurir")
    assert page.status == 422
    assert page.has("Tulis jumlahnya, atau hapus keterangannya.")
    page = officer.press(page, "desk:send_offer", order.public_id, shipping="45000")
    order.refresh_from_db()
    assert order.state == "OFFERED"

    buyer = Browser(log_in(order.buyer)).open("portal:order", order.public_id)

    assert buyer.has("Di luar PNBP, tidak termasuk jumlah invoice dan kode billing")
    assert buyer.has("Ongkos kirim (kurir): Rp45.000")


def test_takes_two_originals_and_takes_them_back(desk: Desk, officer: Browser) -> None:
    order = online(desk)
    agreements.accept(order, reason="Sesuai.", by=desk.by(), at=NINE)
    package(order)
    deliveries.send_offer(order, by=desk.by(), at=NINE)
    deliveries.accept_offer(order, by=By(order.buyer_id, "buyer", desk.office.code), at=NINE)
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:receive_sppd", order.public_id, form="wet", originals="1")
    assert page.status == 409
    assert page.has("Diperlukan dua rangkap SPPD asli")
    page = officer.press(page, "desk:receive_sppd", order.public_id, form="wet", originals="2")
    assert page.has("2 rangkap asli")
    page = officer.press(page, "desk:undo_sppd", order.public_id, reason="Salah pesanan")
    order.refresh_from_db()
    assert "SPPD_RECEIVED" not in order.facts


def test_cannot_take_an_electronic_agreement_without_a_file(desk: Desk, officer: Browser) -> None:
    order = desk.recorded()
    agreements.accept(order, reason="Sesuai.", by=desk.by(), at=NINE)

    answer = act(officer, order, "receive_sppd", form="electronic", meterai="A1\nA1")
    assert answer.status_code == 422
    answer = act(officer, order, "receive_sppd", form="electronic", meterai="A1\nA2")
    assert answer.status_code == 409
    assert "SPPD elektronik belum diunggah" in answer.content.decode()
    assert "A2" in answer.content.decode()


def test_cannot_hand_over_what_they_were_paid_for(desk: Desk, officer: Browser) -> None:
    order = desk.receipted()
    treasurer_too = desk.treasurer
    treasurer_too.assignments.update(role="officer")
    browser = Browser(officer.client)
    browser.client.force_login(treasurer_too)
    session = browser.client.session
    session["started"] = session["seen"] = NINE.isoformat()
    session.save()

    answer = act(browser, order, "deliver", medium="DVD")

    assert answer.status_code == 409
    assert "Orang yang mencatat pembayaran" in answer.content.decode()
    order.refresh_from_db()
    assert order.state == "SETTLING"


def test_must_name_the_medium(desk: Desk, officer: Browser) -> None:
    order = desk.receipted()

    assert act(officer, order, "deliver").status_code == 422


def test_opens_the_data_again_for_the_receipt(desk: Desk, officer: Browser) -> None:
    order = desk.delivered()
    receipt = kuitansi_in_force(order)
    assert receipt is not None
    page = officer.open("desk:case", order.public_id)
    for wrong in ("00099/KUI/3304/2026", "apa saja"):
        page = officer.press(page, "desk:relink", order.public_id, kuitansi=wrong)
        assert page.status == 409
        assert wrong in page.text
    page = officer.press(page, "desk:relink", order.public_id, kuitansi=receipt.number)
    assert page.status == 200
    assert order.grants.count() == 2


def test_answers_a_poor_rating_by_letter(desk: Desk, officer: Browser) -> None:
    order = desk.delivered()
    feedback.rate(
        order,
        score=1,
        elements={},
        comment="Lama sekali.",
        by=By(order.buyer_id, "buyer", desk.office.code),
        at=NINE,
    )
    page = officer.open("desk:ratings")
    assert page.has("Lama sekali.")
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:follow_up", order.public_id, text="Kami mohon maaf.")
    assert FollowUp.objects.get().text == "Kami mohon maaf."
    assert page.has("Kami mohon maaf.")
    assert officer.open("desk:ratings").has("Semua penilaian rendah sudah ditindaklanjuti")


def test_ends_an_unpaid_case_but_not_a_paid_one(desk: Desk, officer: Browser) -> None:
    paid = desk.receipted()

    assert act(officer, paid, "cancel", reason="Tidak jadi").status_code == 409

    paid.refresh_from_db()
    assert paid.state == "SETTLING"


def test_reads_english_on_an_english_page(desk: Desk, officer: Browser) -> None:
    order = desk.settling()
    officer.client.cookies["loket_language"] = "en"

    answer = act(officer, order, "deliver", medium="DVD")

    assert "is still waiting for" in answer.content.decode()


def test_sends_a_stuck_letter_again(desk: Desk, officer: Browser) -> None:
    order = desk.recorded()
    letter = Message.objects.get(topic="mail", name="request_received")
    Message.objects.filter(pk=letter.pk).update(dead_at=NINE, last_error="Unavailable")
    page = officer.open("desk:case", order.public_id)
    assert page.has("Tidak terkirim")
    page = officer.press(page, "desk:resend", order.public_id, letter.pk)
    assert page.has("Menunggu dikirim")
    letter.refresh_from_db()
    assert letter.dead_at is None


def test_prepares_again_after_a_failure(desk: Desk, officer: Browser) -> None:
    order = desk.signed()
    Message.objects.filter(topic="job").update(done_at=NINE)
    deliveries.package_failed(order, id="Berkas induk rusak.", en="Broken.", by=desk.by(), at=NINE)
    assert officer.open("desk:home").has("1 penyiapan data gagal atau berhenti")
    page = officer.open("desk:preparing")
    assert page.has("Berkas induk rusak.")
    page = officer.press(page, "desk:prepare", order.public_id)
    assert page.has("Sedang disiapkan")
    assert Message.objects.filter(topic="job", name="prepare", done_at=None).count() == 1


def test_cannot_prepare_what_needs_no_preparing(desk: Desk, officer: Browser) -> None:
    order = desk.recorded()

    act(officer, order, "prepare")

    assert not Message.objects.filter(topic="job").exists()


@pytest.mark.parametrize("state", [State.CANCELLED, State.COMPLETED])
def test_sees_an_ended_case_without_a_next_step(
    desk: Desk, officer: Browser, state: State
) -> None:
    order = desk.recorded() if state is State.CANCELLED else desk.delivered()
    if state is State.CANCELLED:
        act(officer, order, "cancel", reason="Tidak jadi")
    else:
        act(officer, order, "complete")

    page = officer.open("desk:case", order.public_id)

    assert page.status == 200
    assert page.has("Pesanan ini sudah berakhir")


def test_is_shown_the_newest_state_after_being_late(desk: Desk, officer: Browser) -> None:
    order = desk.recorded()
    agreements.accept(order, reason="Rekan lebih cepat.", by=desk.by(), at=NINE)

    answer = act(officer, order, "accept", reason="Sesuai menurut saya.")

    assert answer.status_code == 409
    assert "Rekan lebih cepat." in answer.content.decode()
