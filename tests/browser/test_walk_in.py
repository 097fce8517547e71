"""The walk-in channel clicked through in Chromium: kiosk, wall, desk, treasurer."""

from __future__ import annotations

from collections.abc import Callable

from loket.counter.models import Ticket, Visit
from loket.jobs.demo.office import enrol_kiosk
from loket.orders.models import Order
from loket.process.vocabulary import State
from tests.browser.conftest import Person
from tests.journeys.conftest import Market, now

At = Callable[..., Person]


def test_from_the_guest_book_to_the_hand_over(
    at_browser: At, market: Market, work: Callable[[], int]
) -> None:
    kiosk = at_browser(width=1024)
    wall = at_browser(width=1920)
    officer, treasurer = at_browser("petugas@contoh.id"), at_browser("bendahara@contoh.id")
    wall.page.goto(f"{wall.site}/layar/{market.office.code}/")

    _take_a_number(kiosk, market)
    ticket = Ticket.objects.get()
    _call(officer, ticket)
    wall.page.wait_for_function("document.body.innerText.includes('001')", timeout=15_000)
    assert "Siti" not in wall.page.inner_text("body")
    order = _record(officer, market)

    officer.open("desk:case", order.public_id)
    officer.press("desk:accept", order.public_id, reason="Sesuai.")
    officer.open("desk:case", order.public_id)
    officer.press("desk:receive_sppd", order.public_id, form="wet", originals="2")
    work()
    officer.open("desk:case", order.public_id)
    officer.press("desk:issue_invoice", order.public_id)
    treasurer.open("treasury:case", order.public_id)
    treasurer.press("treasury:take_cash", order.public_id, tendered="100000")
    treasurer.open("treasury:case", order.public_id)
    treasurer.press("treasury:issue_kuitansi", order.public_id)
    officer.open("desk:case", order.public_id)
    officer.press("desk:deliver", order.public_id, medium="USB")
    officer.open("desk:case", order.public_id)
    officer.press("desk:complete", order.public_id)
    assert Order.objects.get(pk=order.pk).state == State.COMPLETED


def _take_a_number(kiosk: Person, market: Market) -> None:
    page = kiosk.page
    kiosk.open("kiosk:activate")
    page.fill("[name=secret]", enrol_kiosk(market.office, now()))
    page.locator("main button").last.click()
    page.wait_for_url("**/kios/")
    page.goto(f"{kiosk.site}/kios/P/")
    page.fill("[name=contact]", "siti@example.org")
    page.locator("main button").last.click()
    page.wait_for_selector("[name=name]")
    page.fill("[name=name]", "Siti Aminah")
    page.fill("[name=phone]", "081234567891")
    for name in _radio_groups(page):
        if name != "priority_reason":
            page.locator(f'[name="{name}"]').first.check()
    for select in page.locator("main select").all():
        values = select.locator("option").all()
        select.select_option(index=min(1, len(values) - 1))
    page.locator("[name=consent]").check()
    page.locator("main button").last.click()
    page.wait_for_url("**/nomor/**")
    assert "001" in page.inner_text("main")


def _radio_groups(page: object) -> list[str]:
    return page.evaluate(  # type: ignore[attr-defined, no-any-return]
        "[...new Set([...document.querySelectorAll('main input[type=radio]')].map(e => e.name))]"
    )


def _call(officer: Person, ticket: Ticket) -> None:
    officer.open("desk:home")
    officer.press("desk:sit", counter="1")
    officer.open("desk:home")
    officer.press("desk:call_next")
    officer.open("desk:home")
    officer.press("desk:start", ticket.public_id)


def _record(officer: Person, market: Market) -> Order:
    visit = Visit.objects.get()
    page = officer.page
    officer.open("desk:visit", visit.public_id)
    officer.press("desk:confirm", visit.public_id)
    officer.open("desk:record", visit.public_id)
    page.locator(f"[name=product][value='{market.area_map.code}']").check()
    for name in ("background", "purpose", "method", "output"):
        page.fill(f"[name={name}]", "Perencanaan desa.")
    page.locator("main button").last.click()
    page.wait_for_url(lambda url: "/permintaan/" not in url)
    return Order.objects.get()
