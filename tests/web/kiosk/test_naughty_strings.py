"""Whatever a guest writes is refused in words, or stored and shown as written …"""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from tests.counter.counters import NINE, Counter
from tests.web.conftest import LogIn

from loket.counter import operations
from loket.counter.guestbook import STANDARD, Question, questions_of
from loket.counter.models import Visit
from loket.people.models import Assignment
from loket.rules.wording import Text
from loket.web.guest_book import GuestBookFields

REFUSED = (
    "",
    "   ",
    "\u00a0\u2003",
    "nama\x07",
    "\x1b[31mmerah",
    "baris\nbaru",
    "tab\tdi tengah",
    "\x7f",
    "\x9f",
    "a" * 121,
    "﷽" * 200,
    "Z" + "\u0316\u0320\u0321" * 60,
)
KEPT = (
    "'; DROP TABLE counter_visit; --",
    '" OR 1=1 --',
    "<img src=x onerror=alert(1)>",
    "<script>alert('x')</script>",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "{% now 'Y' %}{{ request.user }}",
    "${jndi:ldap://127.0.0.1/a}",
    "%s%n%d %(name)s {0} {name}",
    "=1+1",
    "+62|cmd",
    "-2+3",
    "@SUM(A1)",
    "ꦱꦶꦠꦶ",
    "ᮞᮤᮒᮤ",
    "李小龍",
    "محمد بن سلمان",
    "אבא",
    "สมชาย",
    "Ṫ̈ëś̤t",
    "é é",
    "Ångström",
    "ffi ﬀ",
    "Ⅷ ½ ²",
    "👩🏽‍🦽👨‍👩‍👧‍👦",
    "🇮🇩",
    "\u202egnp.exe",
    "\u2066kiri\u2069",
    "nol\u200blebar",
    "tanda\u00adhubung",
    "\ufeffBOM",
    "\ufffd",
    "\ue000",
    "NULL",
    "None",
    "undefined",
    "NaN",
    "true",
    "-1",
    "1e999",
    "0x0",
    "../../etc/passwd",
    "C:\\con\\nul",
    "a&b=c&amp;d#e?f",
    "O'Brien-Núñez",
    '"kutip"',
    "nama, gelar; S.Si.",
    "x" * 120,
)
SHORT = 8  # may stand on a page by chance
FREE = {"name": 120, "institution": 160, "vehicle": 160}


@pytest.fixture
def asked(counter: Counter, nine: object) -> list[Question]:
    """The standard questions and one of the office's own; nothing but the name is required."""
    optional = [replace(q, is_required=q.key == "name") for q in STANDARD]
    own = Question("vehicle", Text("Nomor kendaraan", "Licence plate"))
    operations.change_guest_book(
        office=counter.office, questions=[*optional, own], based_on=0, by=counter.by(), at=NINE
    )
    return questions_of(counter.office)


@pytest.fixture
def desk(counter: Counter, log_in: LogIn) -> Client:
    officer = counter.officers[0]
    officer.email_verified_at = NINE
    officer.save()
    Assignment.objects.create(user=officer, role="officer", office=counter.office, granted_at=NINE)
    return log_in(officer)


@pytest.mark.parametrize("text", KEPT)
def test_and_is_kept_in_every_free_answer_and_shown_at_the_desk(
    kiosk: Client, desk: Client, asked: list[Question], text: str
) -> None:
    answer = kiosk.post(
        "/kios/P/buku-tamu/",
        {"once_key": "k" * 24, "consent": "on", **dict.fromkeys(FREE, text)},
    )

    assert answer.status_code == 302
    visit = Visit.objects.get()
    assert (visit.name, visit.institution, visit.answers["vehicle"]) == (text, text, text)
    page = desk.get(reverse("desk:visit", args=[visit.public_id])).content.decode()
    assert Template("{{ text }}").render(Context({"text": text})) in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    paper = kiosk.get(answer["Location"]).content.decode()
    assert len(text) < SHORT or text not in paper


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_and_is_refused_in_words_where_nobody_can_read_it(
    kiosk: Client, asked: list[Question], text: str
) -> None:
    answer = kiosk.post(
        "/kios/P/buku-tamu/", {"once_key": "k" * 24, "consent": "on", "name": text}
    )

    assert answer.status_code == 422
    assert "Nama lengkap:" in answer.content.decode()
    assert not Visit.objects.exists()


def test_and_zero_bytes_that_no_database_keeps_are_refused(
    kiosk: Client, asked: list[Question]
) -> None:
    answer = kiosk.post(
        "/kios/P/buku-tamu/", {"once_key": "k" * 24, "consent": "on", "name": "x\x00y"}
    )

    assert answer.status_code == 400
    assert "Kembali ke halaman sebelumnya, periksa isian" in answer.content.decode()
    assert not Visit.objects.exists()


def test_and_bytes_that_are_no_text_do_no_harm(kiosk: Client, asked: list[Question]) -> None:
    body = "once_key=" + "k" * 24 + "&consent=on&name=%ff%fe%c3%28"

    answer = kiosk.post(
        "/kios/P/buku-tamu/", body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 302
    assert Visit.objects.get().name == "\ufffd\ufffd\ufffd("


@pytest.mark.parametrize("key", ["phone", "email", "birth_year", "sex", "education"])
def test_and_is_refused_by_answers_that_have_a_form(asked: list[Question], key: str) -> None:
    for text in (*KEPT, *REFUSED[3:]):
        form = GuestBookFields({"name": "Siti", key: text}, questions=asked)

        assert not form.is_valid(), text
        assert list(form.errors) == [key]


@pytest.mark.parametrize("text", [*KEPT[:12], *REFUSED[3:]], ids=ascii)
def test_and_does_no_harm_where_a_guest_is_looked_up(
    kiosk: Client, asked: list[Question], text: str
) -> None:
    answer = kiosk.post("/kios/P/tamu/", {"contact": text})

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace(escape(text), "")
