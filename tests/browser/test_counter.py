"""The counter as people use it, in Chromium: kiosk, wall, phone and desk …"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pypdf
import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from loket.counter import operations
from loket.counter.guestbook import Entry
from loket.counter.models import Call, OfferedService, ServiceCounter, Ticket, TicketState
from loket.jobs.demo import office as demo_office
from loket.ledger.context import By
from loket.people.models import Office, User
from tests.browser.conftest import Person
from tests.journeys.conftest import MONDAY_MORNING, now

At = Callable[..., Person]
KIOSK = By(None, "kiosk", "3304")
SITI = Entry(
    name="Siti Aminah",
    email="siti@example.org",
    phone="+6281234567890",
    institution="Universitas Jenderal Soedirman",
    answers={"sex": "f", "education": "bachelor", "occupation": "student", "purpose": "study"},
    consent_at=MONDAY_MORNING,
)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
MM = 72 / 25.4


@dataclass(frozen=True)
class Hall:
    """An office whose doors are open, without goods to sell."""

    office: Office

    def guest(self, name: str, code: str = "P", phone: str = "+6281234567890") -> Ticket:
        (ticket,) = operations.check_in(
            office=self.office,
            entry=replace(SITI, name=name, phone=phone, email=""),
            services=[OfferedService.objects.get(office=self.office, code=code)],
            origin="kiosk",
            by=KIOSK,
            at=now(),
        )
        return ticket

    def call(self) -> Ticket:
        officer = User.objects.get(email="petugas2@contoh.id")
        called = operations.call_next(
            counter=ServiceCounter.objects.select_related("office").get(number=2),
            by=By(officer.pk, "officer", "3304"),
            at=now(),
        )
        assert called is not None
        return called


@pytest.fixture
def market(db: None, clock: time_machine.Traveller) -> Hall:
    office = demo_office.seed(MONDAY_MORNING)
    demo_office.prepare_counters(office, MONDAY_MORNING)
    return Hall(office)


def at_kiosk(at_browser: At, hall: Hall) -> Person:
    kiosk = at_browser(width=1080)
    kiosk.page.add_init_script("window.print = function () {};")
    kiosk.open("kiosk:activate")
    kiosk.page.fill("[name=secret]", demo_office.enrol_kiosk(hall.office, now()))
    kiosk.page.locator("main form button").last.click()
    kiosk.page.wait_for_url("**/kios/")
    return kiosk


def faults(page: Page, where: str) -> list[str]:
    """Return the rules of WCAG 2.2 AA that the page breaks, with where."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [
        f"{where}: {fault['id']} {[node['target'] for node in fault['nodes']]}" for fault in found
    ]


def test_has_no_page_that_breaks_wcag(at_browser: At, market: Hall) -> None:
    ticket = market.guest("Siti Aminah")
    market.guest("Budi", "K", "+6281234567891")
    kiosk = at_kiosk(at_browser, market)
    found = faults(kiosk.page, "start")
    for address in ("/kios/P/", "/kios/P/buku-tamu/", f"/kios/nomor/{ticket.public_id}/"):
        kiosk.page.goto(kiosk.site + address)
        found += faults(kiosk.page, address)
    kiosk.page.goto(kiosk.site + "/kios/K/")
    kiosk.page.locator("#papan-ketik").click()
    kiosk.page.fill("[name=contact]", "x")
    kiosk.page.locator("main form button.button").last.click()
    kiosk.page.wait_for_selector(".error-summary")
    found += faults(kiosk.page, "wrong contact, with the keyboard")
    kiosk.complaints[:] = [words for words in kiosk.complaints if "422" not in words]

    wall, phone = at_browser(width=1920), at_browser(width=390)
    market.call()
    wall.open("display:wall", "3304")
    phone.open("display:place", ticket.public_id)
    found += faults(wall.page, "wall") + faults(phone.page, "phone")
    phone.open("public:office_service_record", "3304")
    found += faults(phone.page, "public record")

    officer, admin = at_browser("petugas@contoh.id"), at_browser("admin@contoh.id")
    officer.open("desk:home")
    officer.press("desk:sit", counter="1")
    for name, arguments in (
        ("desk:home", ()),
        ("desk:visit", (ticket.visit.public_id,)),
        ("desk:ticket_paper", (ticket.public_id,)),
        ("desk:arrival", ()),
        ("desk:slip", ()),
        ("desk:slip_sheet", ()),
        ("desk:figures", ()),
        ("desk:calls", ("2026-11-23",)),
    ):
        officer.open(name, *arguments)
        found += faults(officer.page, name)
    query = "?day=2026-11-23&policy=usul&priority_run=1&ageing_minutes=0&cap_minutes=0"
    officer.page.goto(officer.site + reverse("desk:compare") + query)
    found += faults(officer.page, "compared")
    for name in ("policies", "guest_book", "counters", "hours"):
        admin.open(f"administration:{name}", "3304")
        found += faults(admin.page, name)

    assert found == []


def test_gives_a_returning_guest_a_number_within_three_taps_and_forgets_them(
    at_browser: At, market: Hall
) -> None:
    market.guest("Siti Aminah", "K")
    kiosk = at_kiosk(at_browser, market)
    page = kiosk.page
    taps: list[str] = []

    def tap(selector: str) -> None:
        taps.append(selector)
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 48
        page.locator(selector).first.click()

    tap("a.tile[href='/kios/P/']")
    for digit in "081234567890":
        page.locator(f".keys [data-key='{digit}']").click()
    tap("main form button.button")
    page.wait_for_selector("text=Selamat datang kembali")
    assert not re.search("Siti|Soedirman|siti@", page.inner_text("body"))
    tap("main form button.button")
    page.wait_for_url("**/nomor/**")

    assert len(taps) <= 3
    assert "P001" in page.inner_text("main")
    assert sorted(Ticket.objects.values_list("service__code", flat=True)) == ["K", "P"]

    for width in (80, 58):
        page.emulate_media(media="print")
        if width == 58:
            page.evaluate(
                "document.querySelectorAll('link[media=print]').forEach("
                "e => e.href = e.href.replace('paper-80', 'paper-58'))"
            )
            page.wait_for_load_state("networkidle")
        paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        assert len(paper.pages) == 1
        assert abs(float(paper.pages[0].mediabox.width) - width * MM) < 1
        assert "P001" in paper.pages[0].extract_text()
    page.emulate_media(media="screen")

    page.clock.install()
    page.goto(f"{kiosk.site}/kios/P/buku-tamu/")
    page.fill("[name=name]", "Siti Aminah")
    page.clock.fast_forward(121_000)
    page.locator("#masih-lanjut").click()
    assert page.input_value("[name=name]") == "Siti Aminah"
    page.clock.fast_forward(121_000)
    page.clock.run_for(21_000)
    page.wait_for_selector("a.tile")
    page.go_back()
    page.wait_for_timeout(100)
    assert "Siti Aminah" not in page.content()


def test_is_worked_by_keyboard_alone_and_survives_a_closed_browser(
    at_browser: At, market: Hall
) -> None:
    first = market.guest("Siti Aminah")
    second = market.guest("Budi", phone="+6281234567891")
    officer = at_browser("petugas@contoh.id")
    officer.open("desk:home")
    officer.press("desk:sit", counter="1")
    page = officer.page

    def press(key: str, sign: str) -> None:
        page.wait_for_load_state()  # the keys work once the page's script has run
        page.keyboard.press(key)
        page.wait_for_selector(sign)

    page.keyboard.press("F2")
    press("F2", "button[data-key=F4]")  # twice: nobody is called twice
    press("F8", "button[data-key=F4]")
    page.wait_for_load_state()
    press("F4", "a[data-key=F4]")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (TicketState.SERVING, TicketState.WAITING)
    assert "Dipanggil karena: Paling lama menunggu" in page.inner_text("#antrean")
    page.context.close()

    page = at_browser("petugas@contoh.id").page
    page.goto(officer.site + reverse("desk:home"))
    assert "Siti Aminah" in page.inner_text(".queue-current")
    press("F9", "button[data-key=F2]")
    press("F2", "button[data-key=F4]")
    page.keyboard.press("F10")
    page.wait_for_function("document.activeElement.id === 'alih-layanan'")
    page.keyboard.type("K")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Tamu dialihkan dengan nomor K001")
    press("F2", "button[data-key=F6]")
    press("F6", "button[data-key=F2]")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (TicketState.DONE, TicketState.TRANSFERRED)
    assert Ticket.objects.get(follows=second).state == TicketState.NO_SHOW
    assert Call.objects.exclude(reason="recall").count() == 3


def test_catches_up_on_wall_and_phone_after_the_network_was_away(
    at_browser: At, market: Hall
) -> None:
    ticket = market.guest("Siti Aminah")
    wall, phone = at_browser(width=1920), at_browser(width=390)
    wall.open("display:wall", "3304")
    phone.open("display:place", ticket.public_id)
    phone.page.locator("#bunyikan").click()
    phone.page.wait_for_selector("text=Anda berikutnya")
    assert not phone.page.locator("#putus").is_visible()

    for person in (wall, phone):
        person.page.context.set_offline(True)
        person.page.wait_for_selector("#putus:visible", timeout=20_000)
    market.call()
    for person in (wall, phone):
        person.page.context.set_offline(False)

    wall.page.wait_for_selector("#panggilan >> text=P001", timeout=20_000)
    phone.page.wait_for_selector("text=Silakan ke loket 2", timeout=20_000)
    for person in (wall, phone):
        person.page.wait_for_selector("#putus", state="hidden", timeout=20_000)
        assert "Siti" not in person.page.inner_text("body")
        person.complaints[:] = [c for c in person.complaints if "ERR_INTERNET" not in c]
    assert phone.page.title().startswith("\u25cf")
