"""The online channel over HTTP, step by step as published: O1 to O12."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyreadstat
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from loket import wiring
from loket.adapters.billing.simulator.paying import Pay
from loket.jobs import clockwork
from loket.orders.models import Order
from loket.payments.models import Kuitansi
from loket.payments.queries import open_billing
from loket.process.vocabulary import State
from tests.browsing import Browser, Page
from tests.journeys.conftest import Market, now

LogIn = Callable[[str], Browser]
Work = Callable[[], int]
Mails = Callable[[str], list[Any]]
PASSWORD = "kuda-hijau-terbang-pagi"
HOUSEHOLDS = 120
STATEMENT = {
    "background": "Kemiskinan di pedesaan Banjarnegara belum banyak diteliti.",
    "purpose": "Mengukur hubungan pendidikan dan pengeluaran rumah tangga.",
    "method": "Regresi logistik atas variabel pendidikan dan pengeluaran.",
    "output": "Skripsi dan satu artikel jurnal.",
    "signer_name": "Rina Anggraini",
}


def test_a_student_buys_variables_and_a_map(  # noqa: PLR0915  (a journey is long)
    market: Market,
    log_in: LogIn,
    work: Work,
    mails: Mails,
    clock: time_machine.Traveller,
    tmp_path: Any,
) -> None:
    officer, treasurer = log_in("petugas@contoh.id"), log_in("bendahara@contoh.id")
    buyer = _register(work, mails)  # O1

    page = _pick(buyer, market, wanted=2)  # O2
    page = buyer.open("portal:begin", market.area_map.code)
    page = buyer.submit(page)
    assert page.has("Peta desa"), page.text
    order = Order.objects.get()
    page = _state_use_and_submit(buyer, order)
    order.refresh_from_db()
    assert order.state == State.CHECKING
    assert page.has(order.reference)

    _accept(officer, order)  # O3a
    work()
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:send_offer", order.public_id)  # O4
    assert _state(order) == State.OFFERED, page.text
    work()
    offer = mails("budi@example.org")[-1]
    assert {a.media_type for a in offer.attachments} == {"application/pdf"}
    assert len(offer.attachments) == 2

    sample = buyer.client.get(f"/portal/pesanan/{order.public_id}/contoh/")  # O5, O6
    names = zipfile.ZipFile(io.BytesIO(b"".join(sample.streaming_content))).namelist()
    assert any(name.endswith(".sav") for name in names)
    assert not any("gpkg" in name for name in names)

    page = buyer.open("portal:revise", order.public_id)  # O7
    boxes = [str(box) for box in page.document.xpath("//input[@name='variable']/@value")]
    page = buyer.submit(
        page, "", variable=boxes[:8], mode="variables", reason="Perlu variabel lain"
    )
    assert _state(order) == State.CHECKING, page.text
    _see_what_was_changed(buyer.open("portal:order", order.public_id), boxes[8])
    _see_what_was_changed(officer.open("desk:case", order.public_id), boxes[8])
    _accept(officer, order)
    work()
    page = officer.open("desk:case", order.public_id)
    officer.press(page, "desk:send_offer", order.public_id)
    page = buyer.open("portal:revise", order.public_id)
    assert page.has("satu kali kesempatan revisi sudah dipakai")

    page = buyer.open("portal:order", order.public_id)
    buyer.press(page, "portal:accept_offer", order.public_id)  # O6
    work()
    code = open_billing(Order.objects.get(pk=order.pk))
    assert code is not None
    page = buyer.open("portal:order", order.public_id)
    assert page.has(code.code)
    wiring.billing().simulator.pay(code.code, Pay())  # type: ignore[attr-defined]  # O8a
    clockwork.sweep(now())
    assert "PAID" in Order.objects.get(pk=order.pk).facts

    _receive_sppd(officer, order)  # O9
    page = treasurer.open("treasury:case", order.public_id)
    treasurer.press(page, "treasury:issue_kuitansi", order.public_id)
    page = officer.open("desk:case", order.public_id)
    officer.press(page, "desk:deliver", order.public_id)  # O10
    assert _state(order) == State.DELIVERED
    work()

    archive = _download(buyer, order)
    sav = next(name for name in archive.namelist() if name.endswith(".sav"))
    archive.extract(sav, tmp_path)
    frame, _meta = pyreadstat.read_sav(tmp_path / sav)
    assert len(frame) >= HOUSEHOLDS
    assert {box.partition(":")[2] for box in boxes[:8]} <= set(frame.columns)
    assert any(name.endswith(".shp") for name in archive.namelist())

    page = buyer.open("portal:order", order.public_id)
    page = buyer.press(page, "portal:complete", order.public_id)
    page = buyer.submit(page, "", score="2", comment="Lama sekali.")  # O11
    assert page.has("Terima kasih atas penilaian Anda")
    page = officer.open("desk:case", order.public_id)
    officer.press(page, "desk:follow_up", order.public_id, text="Kami mohon maaf.")  # O12
    work()
    assert "Kami mohon maaf." in mails("budi@example.org")[-1].text

    _relink_within_thirty_days(buyer, order, clock)


def test_a_researcher_abroad_signs_before_paying(
    market: Market, log_in: LogIn, work: Work, mails: Mails
) -> None:
    officer, treasurer = log_in("petugas@contoh.id"), log_in("bendahara@contoh.id")
    buyer = log_in("peneliti@example.org")
    page = buyer.submit(buyer.open("portal:begin", market.area_map.code))
    order = Order.objects.get()
    _state_use_and_submit(buyer, order)
    _accept(officer, order)
    work()
    page = officer.open("desk:case", order.public_id)
    officer.press(page, "desk:send_offer", order.public_id)
    page = buyer.open("portal:order", order.public_id)
    buyer.press(page, "portal:accept_offer", order.public_id)
    _receive_sppd(officer, order)  # O9 before O8

    page = officer.open("desk:case", order.public_id)
    assert page.has("pembayaran")
    assert _state(order) == State.SETTLING

    page = buyer.open("portal:transfer", order.public_id)
    page = buyer.submit(  # O8b
        page,
        "",
        currency="USD",
        amount="12.50",
        sent_on="2026-11-23",
        bank="Bank of Example",
        file=SimpleUploadedFile("proof.png", _picture(), "image/png"),
    )
    assert "TRANSFER_PROOF_RECEIVED" in Order.objects.get(pk=order.pk).facts, page.text
    page = treasurer.open("treasury:case", order.public_id)
    page = treasurer.press(
        page, "treasury:confirm_transfer", order.public_id, paid_at="2026-11-23"
    )
    assert "PAID" in Order.objects.get(pk=order.pk).facts, page.text
    page = treasurer.open("treasury:case", order.public_id)
    treasurer.press(page, "treasury:issue_kuitansi", order.public_id)
    page = officer.open("desk:case", order.public_id)
    officer.press(page, "desk:deliver", order.public_id)
    assert _state(order) == State.DELIVERED
    work()
    assert "ready" in mails("peneliti@example.org")[-1].subject  # in English
    _download(buyer, order)


def test_a_statement_that_does_not_fit_cancels_the_transaction(
    market: Market, log_in: LogIn, work: Work, mails: Mails
) -> None:
    officer, buyer = log_in("petugas@contoh.id"), log_in("mahasiswa@contoh.id")
    buyer.submit(buyer.open("portal:begin", market.area_map.code))
    order = Order.objects.get()
    _state_use_and_submit(buyer, order)

    page = officer.open("desk:case", order.public_id)
    officer.press(page, "desk:reject", order.public_id, reason="Metode tidak memakai peta.")  # O3b

    assert _state(order) == State.CANCELLED
    work()
    assert "Metode tidak memakai peta." in mails("mahasiswa@contoh.id")[-1].text
    page = buyer.submit(buyer.open("portal:begin", market.area_map.code))
    assert Order.objects.count() == 2  # a new one may be made


def test_what_goes_wrong_is_said_and_nothing_is_lost(
    market: Market, log_in: LogIn, work: Work
) -> None:
    buyer, stranger = log_in("mahasiswa@contoh.id"), log_in("bappeda@contoh.id")
    buyer.submit(buyer.open("portal:begin", market.area_map.code))
    order = Order.objects.get()
    page = buyer.open("portal:statement", order.public_id)
    page = buyer.submit(page, "", **{**STATEMENT, "output": ""})
    assert page.status == 422
    assert STATEMENT["background"] in page.text

    assert stranger.open("portal:order", order.public_id).status == 404

    form = buyer.open("portal:statement", order.public_id)
    twice = [buyer.submit(form, "", **STATEMENT) for _ in range(2)]  # double submit
    assert [page.status for page in twice] == [200, 200]

    buyer.client.logout()  # the session ends in the middle
    page = buyer.open("portal:check_order", order.public_id)
    assert page.url.startswith("/akun/masuk/")
    buyer = log_in("mahasiswa@contoh.id")
    page = buyer.open("portal:statement", order.public_id)
    assert STATEMENT["purpose"] in page.text

    out_of_step = buyer.client.post(
        f"/portal/pesanan/{order.public_id}/terima-contoh/", {"once_key": "x" * 32}
    )
    assert out_of_step.status_code == 409
    assert _state(order) == State.DRAFT


def _register(work: Work, mails: Mails) -> Browser:
    browser = Browser()
    page = browser.submit(browser.open("portal:register"), segment="student", domicile="domestic")
    page = browser.submit(
        page,
        "",
        email="budi@example.org",
        name="Budi Santoso",
        phone="081234567890",
        institution="Universitas Contoh",
        address="Jl. Contoh 2",
    )
    page = browser.submit(page, "", password=PASSWORD, **_ticks(page))
    work()
    letter = mails("budi@example.org")[-1]
    link = re.search(r"https?://[^/]+(/akun/bukti/\S+)", letter.text)
    assert link, letter.text
    page = browser.submit(browser.visit(link[1]), password=PASSWORD)
    page = browser.submit(page, "", email="budi@example.org", password=PASSWORD)
    assert "_auth_user_id" in browser.client.session
    return browser


def _ticks(page: Page) -> dict[str, str]:
    """Tick every box of the page, as one does for consent."""
    boxes = page.document.xpath("//main//input[@type='checkbox']")
    return {str(box.name): str(box.get("value") or "on") for box in boxes}


def _pick(buyer: Browser, market: Market, *, wanted: int) -> Page:
    page = buyer.visit("/katalog/")
    assert page.has(market.survey.title_id)
    page = buyer.submit(buyer.open("portal:begin", market.survey.code))
    boxes = [str(box) for box in page.document.xpath("//input[@name='variable']/@value")]
    free = [
        str(box.get("value"))
        for box in page.document.xpath("//input[@name='variable']")
        if box.get("disabled") is None
    ]
    assert boxes
    page = buyer.submit(page, "", mode="variables", variable=free[:wanted], format="sav")
    assert page.status == 200, page.text
    return page


def _see_what_was_changed(page: Page, dropped: str) -> None:
    assert page.has("Yang diubah oleh revisi"), page.text
    (section,) = page.document.find_class("changes")
    assert dropped.partition(":")[2] in section.text_content(), section.text_content()


def _state_use_and_submit(buyer: Browser, order: Order) -> Page:
    page = buyer.open("portal:statement", order.public_id)
    rank = page.document.xpath("//select[@name='signer_rank']/option/@value")[-1]
    page = buyer.submit(page, "", **STATEMENT, signer_rank=str(rank))
    assert page.url.endswith(f"{order.public_id}/"), page.text
    page = buyer.open("portal:check_order", order.public_id)
    return buyer.submit(page, "", terms="on")


def _accept(officer: Browser, order: Order) -> None:
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:accept", order.public_id, reason="Sesuai.")
    assert _state(order) == State.PREPARING, page.text


def _receive_sppd(officer: Browser, order: Order) -> None:
    page = officer.open("desk:case", order.public_id)
    page = officer.press(page, "desk:receive_sppd", order.public_id, form="wet", originals="2")
    assert "SPPD_RECEIVED" in Order.objects.get(pk=order.pk).facts, page.text


def _download(buyer: Browser, order: Order) -> zipfile.ZipFile:
    answer = buyer.client.get(f"/portal/pesanan/{order.public_id}/unduh/")
    whole = b"".join(answer.streaming_content)
    assert len(whole) == int(answer["Content-Length"])
    part = buyer.client.get(
        f"/portal/pesanan/{order.public_id}/unduh/", HTTP_RANGE=f"bytes=100-{len(whole) - 1}"
    )
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == whole[100:]
    return zipfile.ZipFile(io.BytesIO(whole))


def _relink_within_thirty_days(
    buyer: Browser, order: Order, clock: time_machine.Traveller
) -> None:
    number = Kuitansi.objects.get().number
    completed = Order.objects.get(pk=order.pk).completed_at
    assert completed is not None
    clock.move_to(completed + timedelta(days=29))
    buyer = _again(buyer)
    page = buyer.open("portal:relink", order.public_id)
    page = buyer.submit(page, "", kuitansi="00009/KUI/3304/2026")
    assert page.status == 422
    page = buyer.submit(page, "", kuitansi=number)
    assert page.has("Tautan unduhan dibuka kembali"), page.text
    _download(buyer, order)
    clock.move_to(completed + timedelta(days=40))
    buyer = _again(buyer)
    assert buyer.open("portal:download", order.public_id).status == 410
    page = buyer.open("portal:relink", order.public_id)
    page = buyer.submit(page, "", kuitansi=number)
    assert page.has("hanya dilayani dalam 30 hari")


def _again(buyer: Browser) -> Browser:
    fresh = Browser()
    page = fresh.submit(
        fresh.open("portal:log_in"),
        "",
        email="budi@example.org",
        password=PASSWORD,
    )
    assert page.status == 200
    return fresh


def _picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(stream, "PNG")
    return stream.getvalue()


def _state(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state
