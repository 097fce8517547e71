"""The online channel clicked through in Chromium."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from loket import wiring
from loket.adapters.billing.simulator.paying import Pay
from loket.jobs import clockwork
from loket.orders.models import Order
from loket.payments.models import Kuitansi
from loket.payments.queries import open_billing
from loket.process.vocabulary import State
from tests.browser.conftest import Person
from tests.journeys.conftest import Market, now

At = Callable[..., Person]


def test_from_the_catalogue_to_the_link_had_again(
    at_browser: At, market: Market, work: Callable[[], int], tmp_path: Path
) -> None:
    buyer = at_browser("mahasiswa@contoh.id", width=390)
    officer, treasurer = at_browser("petugas@contoh.id"), at_browser("bendahara@contoh.id")

    _order(buyer, market)
    order = Order.objects.get()
    assert order.state == State.CHECKING
    officer.open("desk:case", order.public_id)
    officer.press("desk:accept", order.public_id, reason="Sesuai.")
    work()
    officer.open("desk:case", order.public_id)
    officer.press("desk:send_offer", order.public_id)

    _revise_once(buyer, order)
    officer.open("desk:case", order.public_id)
    officer.press("desk:accept", order.public_id, reason="Sesuai.")
    work()
    officer.open("desk:case", order.public_id)
    officer.press("desk:send_offer", order.public_id)
    buyer.open("portal:order", order.public_id)
    buyer.press("portal:accept_offer", order.public_id)
    work()

    code = open_billing(Order.objects.get(pk=order.pk))
    assert code is not None
    buyer.page.reload()
    assert code.code in buyer.page.inner_text("main")
    wiring.billing().simulator.pay(code.code, Pay())  # type: ignore[attr-defined]
    clockwork.sweep(now())
    officer.open("desk:case", order.public_id)
    officer.press("desk:receive_sppd", order.public_id, form="wet", originals="2")
    treasurer.open("treasury:case", order.public_id)
    treasurer.press("treasury:issue_kuitansi", order.public_id)
    officer.open("desk:case", order.public_id)
    officer.press("desk:deliver", order.public_id)

    assert _downloads(buyer, order, tmp_path / "first.zip")
    buyer.open("portal:order", order.public_id)
    buyer.press("portal:complete", order.public_id)
    buyer.page.locator("main [name=score][value='4']").check()
    buyer.page.locator("main button").last.click()
    buyer.page.wait_for_url("**/pesanan/*/")
    buyer.open("portal:relink", order.public_id)
    buyer.page.fill("[name=kuitansi]", Kuitansi.objects.get().number)
    buyer.page.locator("main button").last.click()
    buyer.page.wait_for_url("**/pesanan/*/")
    assert _downloads(buyer, order, tmp_path / "again.zip")
    first, again = (tmp_path / name for name in ("first.zip", "again.zip"))
    assert first.read_bytes() == again.read_bytes()


def _order(buyer: Person, market: Market) -> None:
    page = buyer.page
    page.goto(f"{buyer.site}/katalog/")
    assert market.survey.title_id in page.inner_text("main")
    buyer.open("portal:begin", market.survey.code)
    page.locator("main button").last.click()
    page.wait_for_url("**/data/*/")
    page.locator("[name=mode][value=variables]").check()
    before = page.inner_text("#harga")
    page.fill("#cari-variabel", "makan")
    found = page.locator("[name=variable]:not([disabled]):visible")
    assert 3 <= found.count() < page.locator("[name=variable]:not([disabled])").count()
    for box in found.all()[:3]:
        box.check()
    page.wait_for_function("old => document.querySelector('#harga').innerText != old", arg=before)
    page.locator("main button").last.click()
    page.wait_for_url(lambda url: "/data/" not in url)
    order = Order.objects.get()
    buyer.open("portal:statement", order.public_id)
    for name in ("background", "purpose", "method", "output"):
        page.fill(f"[name={name}]", "Penelitian kemiskinan di Banjarnegara.")
    page.locator("main button").last.click()
    page.wait_for_url(lambda url: "abstraksi" not in url)
    buyer.open("portal:check_order", order.public_id)
    page.locator("[name=terms]").check()
    page.locator("main button").last.click()
    page.wait_for_url("**/terkirim/")


def _revise_once(buyer: Person, order: Order) -> None:
    buyer.open("portal:revise", order.public_id)
    page = buyer.page
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    page.locator("[name=variable]:not([disabled])").nth(5).check()
    page.fill("[name=reason]", "Perlu satu variabel lagi.")
    page.locator("main button").last.click()
    page.wait_for_url(lambda url: "revisi" not in url)
    assert Order.objects.get(pk=order.pk).state == State.CHECKING


def _downloads(buyer: Person, order: Order, target: Path) -> bool:
    buyer.open("portal:order", order.public_id)
    with buyer.page.expect_download() as waiting:
        buyer.page.locator("a[download]").click()
    waiting.value.save_as(target)
    return zipfile.is_zipfile(target)
