from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client

pytestmark = [pytest.mark.urls("tests.web.probe_urls"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("how", "language", "words"),
    [
        ("refused", "id", "Belum dapat dikirim."),
        ("refused", "en", "Cannot be sent yet."),
        ("changed", "id", "baru saja diubah orang lain"),
    ],
)
def test_a_refusal_is_said_in_the_visitors_language(
    client: Client, how: str, language: str, words: str
) -> None:
    answer = client.get(f"/probe/fail/{how}/", headers={"Accept-Language": language})

    assert answer.status_code == 409
    assert words in answer.content.decode()


@pytest.mark.parametrize("how", ["busy", "full", "away"])
def test_what_may_pass_is_a_503_with_the_form_kept_for_another_try(
    client: Client, key: str, how: str
) -> None:
    answer = client.post(f"/probe/fail/{how}/", {"once_key": key, "nama": "<Sri>"})

    html = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert f'<input type="hidden" name="once_key" value="{key}">' in html
    assert '<input type="hidden" name="nama" value="&lt;Sri&gt;">' in html
    assert answer["X-Request-ID"] in html


def test_a_password_is_never_written_back(client: Client, key: str) -> None:
    answer = client.post("/probe/fail/busy/", {"once_key": key, "password": "rahasia-sekali"})

    assert answer.status_code == 503
    assert "rahasia-sekali" not in answer.content.decode()
    assert key not in answer.content.decode()


def test_forbidden_is_absent(client: Client) -> None:
    assert client.get("/probe/fail/denied/").status_code == 404


def test_anything_else_is_a_plain_500_without_the_words_of_the_error() -> None:
    answer = Client(raise_request_exception=False).get("/probe/fail/bug/")

    html = answer.content.decode()
    assert answer.status_code == 500
    assert "secret" not in html
    assert "Traceback" not in html
    assert answer["X-Request-ID"] in html
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_htmx_gets_a_message_in_its_place(client: Client) -> None:
    answer = client.get("/probe/fail/refused/", headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#loket-messages"
    assert "<html" not in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_a_database_that_fails_before_the_view_is_a_503_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locked(self: SessionStore) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore, "load", locked)
    browser = Client(raise_request_exception=False)
    browser.cookies["loket_session"] = "x" * 32

    assert browser.get("/").status_code == 503


def test_a_form_without_its_token_is_explained() -> None:
    answer = Client(enforce_csrf_checks=True).post("/bahasa/", {"language": "en"})

    assert answer.status_code == 403
    assert "muat ulang" in answer.content.decode()


def test_a_body_beyond_the_limit_is_explained(client: Client) -> None:
    answer = client.post("/bahasa/", {"next": "x" * (3 * 1024 * 1024)})

    assert answer.status_code in {400, 413}
    assert "terlalu besar" in answer.content.decode()
