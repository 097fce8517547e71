from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings
from tests.web.conftest import LogIn, MakePerson

from loket import web
from loket.people.models import Office

pytestmark = [pytest.mark.urls("tests.web.probe_urls"), pytest.mark.django_db]

TEMPLATES = Path(web.__file__).parent / "templates"
STATIC = Path(web.__file__).parent / "static"


@pytest.mark.parametrize("page", ["/", "/akun/masuk/", "/nothing/", "/static/loket.css"])
def test_every_answer_carries_them(client: Client, page: str) -> None:
    answer = client.get(page)

    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    for part in ("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "report-uri"):
        assert part in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f-]{36}", answer["X-Request-ID"])
    answer.close()


@override_settings(SECURE_HSTS_SECONDS=63072000, SECURE_SSL_REDIRECT=True)
def test_in_production_tls_is_required_for_two_years() -> None:
    assert Client().get("/").status_code == 301
    assert Client().get("/", secure=True)["Strict-Transport-Security"] == "max-age=63072000"


def test_personal_pages_are_not_stored(make_person: MakePerson, log_in: LogIn) -> None:
    assert log_in(make_person()).get("/akun/profil/")["Cache-Control"] == "no-store"
    assert log_in(make_person("budi@example.org")).get("/")["Cache-Control"] == "no-store"
    assert Client().get("/")["Cache-Control"] == "private, no-cache"


def test_reports_of_the_browser_are_taken_without_the_pages_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    report = {
        "csp-report": {
            "document-uri": "http://testserver/portal/rahasia/",
            "violated-directive": "script-src",
            "blocked-uri": "https://evil.example/x.js?token=rahasia",
        }
    }

    answer = client.post(
        "/laporan-csp/", json.dumps(report), content_type="application/csp-report"
    )

    assert answer.status_code == 204
    assert "script-src stopped https://evil.example" in caplog.text
    assert "rahasia" not in caplog.text


@pytest.mark.parametrize(
    "body", ["", "[", "[[]]", "{}", '{"csp-report": 3}', '[{"body": {"blockedURL": "//["}}]']
)
def test_reports_that_are_none_do_no_harm(client: Client, body: str) -> None:
    answer = client.post("/laporan-csp/", body, content_type="application/json")

    assert answer.status_code == 204


def test_no_page_needs_what_the_policy_forbids() -> None:
    forbidden = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|hx-on", re.IGNORECASE
    )
    found = [
        f"{path.relative_to(TEMPLATES)}: {match.group()}"
        for path in TEMPLATES.rglob("*.html")
        for match in forbidden.finditer(path.read_text())
    ]

    assert found == []


def test_vendored_files_are_as_published() -> None:
    readme = (STATIC / "vendor" / "README").read_text()
    for name, wanted in re.findall(
        r"^(\S+\.js) .*\n(?:.*\n)?\s+sha256 ([0-9a-f]{64})", readme, re.M
    ):
        content = (STATIC / "vendor" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == wanted
        break
    else:
        pytest.fail("the README names no file with its hash")


def test_the_office_and_role_stand_on_every_staff_page(
    office: Office, make_person: MakePerson, log_in: LogIn
) -> None:
    user = make_person(roles={"officer": office})
    request = log_in(user).get("/akun/profil/").wsgi_request

    html = render_to_string("base_staff.html", request=request)

    assert office.name in html
    assert "Petugas layanan" in html
