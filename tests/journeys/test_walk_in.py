"""The walk-in channel over HTTP, step by step as published: W1 to W13."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from loket.counter.models import Ticket, Visit
from loket.delivery.models import Handover
from loket.jobs.demo.office import enrol_kiosk
from loket.orders.models import Order
from loket.payments.models import Kuitansi, Settlement
from loket.process.vocabulary import State
from tests.browsing import Browser, Page
from tests.journeys.conftest import Market, now

LogIn = Callable[[str], Browser]
Work = Callable[[], int]
GUEST = {
    "name": "Siti Aminah",
    "email": "siti@example.org",
    "phone": "081234567891",
    "institution": "Dinas Contoh",
}
STATEMENT = {
    "background": "Peta diperlukan untuk perencanaan desa.",
    "purpose": "Menyusun peta rencana.",
    "method": "Analisis spasial.",
    "output": "Laporan dan peta cetak.",
}


def test_a_guest_buys_a_map_and_goes_home(
    market: Market, log_in: LogIn, work: Work, mails: Callable[[str], list[Any]]
) -> None:
    officer, treasurer = log_in("petugas@contoh.id"), log_in("bendahara@contoh.id")
    ticket = _take_a_number(market)  # W1, W2
    visit = _serve(officer, ticket)  # W3
    order = _record(officer, visit, market)  # W4
    assert order.state == State.CHECKING

    page = officer.open("desk:case", order.public_id)
    officer.press(page, "desk:accept", order.public_id, reason="Sesuai.")  # W5a
    page = officer.open("desk:case", order.public_id)
    assert page.has("SPPD")
    officer.press(page, "desk:receive_sppd", order.public_id, form="wet", originals="2")
    assert _state(order) == State.PREPARING
    work()
    page = officer.open("desk:case", order.public_id)
    officer.press(page, "desk:issue_invoice", order.public_id)  # W6
    page = treasurer.open("treasury:home")
    assert page.has(order.reference or "?")  # W7

    page = treasurer.open("treasury:case", order.public_id)
    page = treasurer.press(page, "treasury:take_cash", order.public_id, tendered="50000")
    assert not Settlement.objects.exists()  # less than the invoice is refused
    page = treasurer.open("treasury:case", order.public_id)
    treasurer.press(page, "treasury:take_cash", order.public_id, tendered="100000")  # W8
    assert Settlement.objects.get().amount == 70_000
    page = treasurer.open("treasury:case", order.public_id)
    treasurer.press(page, "treasury:issue_kuitansi", order.public_id)  # W9
    assert Kuitansi.objects.get().number == "00001/KUI/3304/2026"

    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:deliver", order.public_id, medium="USB 8 GB")  # W10
    assert _state(order) == State.DELIVERED, page.text
    copy = officer.client.get(f"/loket/pesanan/{order.public_id}/data/")
    assert b"".join(copy.streaming_content)[:2] == b"PK"

    page = officer.open("desk:case", order.public_id)  # W11: something is wrong
    officer.press(page, "desk:report_error", order.public_id, what="Atribut nama desa kosong.")
    work()  # W12
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:redeliver", order.public_id, medium="USB 8 GB")
    assert _state(order) == State.DELIVERED, page.text
    assert Handover.objects.count() == 2
    page = officer.open("desk:case", order.public_id)
    officer.press(page, "desk:complete", order.public_id)
    assert _state(order) == State.COMPLETED

    page = officer.open("desk:visit", visit.public_id)  # W13
    page = officer.press(page, "desk:finish", ticket.public_id)
    visit.refresh_from_db()
    if visit.closed_at is None:
        page = officer.open("desk:visit", visit.public_id)
        officer.press(page, "desk:close_visit", visit.public_id)
        visit.refresh_from_db()
    assert visit.closed_at is not None
    work()
    assert any("selesai" in mail.subject for mail in mails("siti@example.org"))


def test_a_statement_that_does_not_fit_goes_to_consultation(
    market: Market, log_in: LogIn, work: Work
) -> None:
    officer = log_in("petugas@contoh.id")
    ticket = _take_a_number(market)
    visit = _serve(officer, ticket)
    order = _record(officer, visit, market)

    page = officer.open("desk:case", order.public_id)
    page = officer.press(
        page, "desk:refer", order.public_id, reason="Perlu dibantu memilih peta."
    )  # W5b

    assert _state(order) == State.REFERRED, page.text
    waiting = Ticket.objects.filter(visit=visit, service__kind="consultation")
    assert waiting.exists()  # a number for consultation, in the same visit


def test_another_offices_case_is_not_there(market: Market, log_in: LogIn, work: Work) -> None:
    officer = log_in("petugas@contoh.id")
    visit = _serve(officer, _take_a_number(market))
    order = _record(officer, visit, market)
    stranger = log_in("mahasiswa@contoh.id")

    assert stranger.open("desk:case", order.public_id).status == 404
    assert log_in("bendahara@contoh.id").open("desk:case", order.public_id).status in {403, 404}


def _take_a_number(market: Market) -> Ticket:
    secret = enrol_kiosk(market.office, now())
    kiosk = Browser()
    page = kiosk.submit(kiosk.open("kiosk:activate"), "", secret=secret)
    code = next(link for link in page.links() if link.startswith("/kios/")).split("/")[2]
    page = kiosk.open("kiosk:contact", code)
    page = kiosk.submit(page, "", contact=GUEST["email"])
    page = kiosk.submit(page, "", **_answers(page), **GUEST)
    assert Ticket.objects.count() == 1, page.text
    ticket = Ticket.objects.get()
    assert page.has("001")
    return ticket


def _answers(page: Page) -> dict[str, str]:
    """Answer every question of the guest book: the first choice, and consent."""
    answers: dict[str, str] = {}
    for box in page.document.xpath("//main//input[@type='radio' or @type='checkbox']"):
        if box.name not in {"also", "priority_reason"}:
            answers.setdefault(str(box.name), str(box.get("value") or "on"))
    for select in page.document.xpath("//main//select"):
        values = [str(v) for v in select.xpath("option/@value") if str(v)]
        answers[str(select.name)] = values[0]
    return answers


def _serve(officer: Browser, ticket: Ticket) -> Visit:
    page = officer.open("desk:home")
    page = officer.press(page, "desk:sit", counter="1")
    page = officer.open("desk:home")
    officer.press(page, "desk:call_next")
    page = officer.open("desk:home")
    officer.press(page, "desk:start", ticket.public_id)
    ticket.refresh_from_db()
    assert ticket.state == "serving"
    page = officer.open("desk:visit", ticket.visit.public_id)
    page = officer.press(page, "desk:confirm", ticket.visit.public_id)
    visit = Visit.objects.get()
    assert visit.guest is not None, page.text
    return visit


def _record(officer: Browser, visit: Visit, market: Market) -> Order:
    page = officer.open("desk:record", visit.public_id)
    ranks = page.document.xpath("//select[@name='signer_rank']/option/@value")
    page = officer.submit(
        page,
        "",
        **STATEMENT,
        product=[market.area_map.code],
        signer_rank=str(ranks[-1]),
        language="id",
    )
    assert Order.objects.count() == 1, page.text
    return Order.objects.get()


def _state(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state
