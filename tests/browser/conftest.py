"""Real Chromium, without a screen, against the running site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

from loket.jobs.demo import office as demo_office
from tests.journeys.conftest import (  # noqa: F401  (fixtures)
    Market,
    clock,
    goods_folder,
    imported,
    mails,
    market,
    work,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    # Playwright's loop lives in this thread; the ORM is used beside it, not inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody at their own browser."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def open(self, name: str, *arguments: Any) -> None:
        self.page.goto(self.site + reverse(name, args=arguments))

    def press(self, name: str, *arguments: Any, **fields: str) -> None:
        """Fill in the form that leads to the named page, and press its button."""
        address = reverse(name, args=arguments)
        form = self.page.locator(f'form[action="{address}"]').first
        self.page.evaluate(
            """address => {
                for (let form of document.querySelectorAll(`form[action='${address}']`))
                    while (form = form.parentElement.closest("details")) form.open = true;
            }""",
            address,
        )
        for key, value in fields.items():
            self._fill(form, key, value)
        with self.page.expect_navigation():
            form.locator("button:not([name='language'])").last.click()

    def _fill(self, form: Any, key: str, value: str) -> None:
        control = form.locator(f'[name="{key}"]')
        kind = control.first.get_attribute("type") or ""
        if kind in {"radio", "checkbox"}:
            form.locator(f'[name="{key}"][value="{value}"]').first.check()
        elif control.first.evaluate("e => e.tagName") == "SELECT":
            control.first.select_option(value)
        else:
            control.first.fill(value)


@pytest.fixture
def at_browser(
    live_server: Any,
    chromium: Chromium,
    market: Market,  # noqa: F811
    settings: Any,
) -> Iterator[Callable[..., Person]]:
    """Return a person at a browser of their own, logged in if an address is given."""
    settings.LOKET_SITE = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    people: list[Person] = []

    def at_browser(email: str = "", *, width: int = 1280) -> Person:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="id-ID", accept_downloads=True
        )
        page = context.new_page()
        person = Person(page, live_server.url)
        page.on("console", lambda message: _complain(person, message))
        page.on("pageerror", lambda error: person.complaints.append(str(error)))
        people.append(person)
        if email:
            person.open("portal:log_in")
            page.fill("[name=email]", email)
            page.fill("[name=password]", demo_office.PASSWORD)
            page.locator("main button").last.click()
            page.wait_for_url(lambda url: "/masuk/" not in url)
        return person

    yield at_browser
    for person in people:
        person.page.context.close()
        assert person.complaints == []


def _complain(person: Person, message: ConsoleMessage) -> None:
    if message.type == "error" or "Content Security Policy" in message.text:
        person.complaints.append(message.text)


@pytest.fixture
def db(transactional_db: None) -> None:
    """The server runs in a thread of its own, so what is written must be committed."""
