from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("wanted", "heard"), [("en", "en"), ("id", "id"), ("xx", ""), ("", "")])
def test_is_kept_in_a_cookie(client: Client, wanted: str, heard: str) -> None:
    answer = client.post("/bahasa/", {"language": wanted, "next": "/kantor/"})

    assert answer["Location"] == "/kantor/"
    assert (answer.cookies["loket_language"].value if heard else "") == heard
    assert ("loket_language" in answer.cookies) is bool(heard)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_leads_nowhere_else(client: Client, back: str) -> None:
    assert client.post("/bahasa/", {"language": "en", "next": back})["Location"] == "/"


def test_is_chosen_by_post_only(client: Client) -> None:
    assert client.get("/bahasa/").status_code == 405


def test_every_page_offers_both(client: Client) -> None:
    html = client.get("/").content.decode()

    assert '<html lang="id"' in html
    assert html.count('name="language"') == 2
