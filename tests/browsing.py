"""A browser without a screen: reads pages, fills in their forms, presses their buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import lxml.html
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

REDIRECTS = range(300, 400)


@dataclass
class Page:
    """What a browser shows."""

    response: HttpResponseBase
    url: str
    text: str = ""
    document: Any = None

    @property
    def status(self) -> int:
        return self.response.status_code

    def has(self, words: str) -> bool:
        return words in " ".join(self.document.text_content().split())

    def links(self) -> list[str]:
        return [a.get("href") for a in self.document.iter("a") if a.get("href")]


@dataclass
class Browser:
    """One person's browser."""

    client: Client = field(default_factory=Client)

    def open(self, name: str, *arguments: Any, **query: str) -> Page:
        return self.visit(reverse(name, args=arguments), **query)

    def visit(self, url: str, **query: str) -> Page:
        response = self.client.get(url, query, follow=True)
        last = response.redirect_chain[-1][0] if response.redirect_chain else url
        return _page(response, last)

    def submit(self, page: Page, action: str = "", **fields: Any) -> Page:
        """Fill in and send the page's form for that address (or its first form with a POST)."""
        form = _form(page, action)
        data = _values(form)
        data.update({name: value for name, value in fields.items() if value is not None})
        target = form.get("action") or page.url
        response = self.client.post(target, data, follow=True)
        last = response.redirect_chain[-1][0] if response.redirect_chain else target
        return _page(response, last)

    def press(self, page: Page, name: str, *arguments: Any, **fields: Any) -> Page:
        """Send the form that leads to the named page."""
        return self.submit(page, reverse(name, args=arguments), **fields)


def form_actions(page: Page) -> list[str]:
    return [form.get("action") or page.url for form in page.document.forms]


def _page(response: Any, url: str) -> Page:
    text = ""
    if not response.streaming and "html" in response["Content-Type"]:
        text = response.content.decode()
    return Page(response, url, text, lxml.html.document_fromstring(text or "<p></p>"))


def _form(page: Page, action: str) -> Any:
    posts = [form for form in page.document.forms if form.method == "POST"]
    wanted = action.split("?", maxsplit=1)[0]
    for form in posts:
        target = (form.get("action") or page.url).split("?")[0]
        if target == wanted or (not action and not _is_chrome(target)):
            return form
    raise AssertionError(f"no form for {action or 'anything'} on {page.url}: {form_actions(page)}")


def _is_chrome(target: str) -> bool:
    return target.startswith(("/bahasa/", "/akun/keluar/", "/akun/peran/"))


def _values(form: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for control in form.inputs:
        name = control.name
        if not name or control.get("disabled") is not None:
            continue
        kind = (control.get("type") or "").lower()
        if kind in {"submit", "button", "file"}:
            continue
        if kind in {"checkbox", "radio"}:
            if control.checked:
                values.setdefault(name, []).append(control.get("value", "on"))
            continue
        values[name] = control.value or ""
    return values
