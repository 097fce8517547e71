"""On paper an officer …"""

from __future__ import annotations

import pytest
from tests.browsing import Browser
from tests.counter.counters import NINE, new_counter
from tests.web.desk.conftest import Desk


@pytest.mark.parametrize(
    ("asked", "sheet"), [("", "paper-80"), ("58", "paper-58"), ("99", "paper-80")]
)
def test_prints_the_number_again_or_shows_its_code(
    desk: Desk, officer: Browser, asked: str, sheet: str
) -> None:
    ticket = desk.guest()

    page = officer.open("desk:ticket_paper", ticket.public_id, kertas=asked)

    assert page.has("P001")
    assert page.has("tulis nomornya dengan tangan")
    assert f"kiosk/{sheet}.css" in page.text
    assert "data:image/svg+xml" in page.text
    assert "Rina" not in page.text


def test_sees_no_number_of_another_office(desk: Desk, officer: Browser) -> None:
    stranger = new_counter(code="3305").ticket(NINE)

    assert officer.open("desk:ticket_paper", stranger.public_id).status == 404


def test_keeps_numbered_slips_for_when_the_system_is_down(desk: Desk, officer: Browser) -> None:
    page = officer.open("desk:slip_sheet", first="21", last="24")

    labels = page.document.xpath("//p[@class='slip-number']/text()")
    assert labels == ["D021", "D022", "D023", "D024"]
    assert page.has("Mulai dilayani pukul")


@pytest.mark.parametrize(
    ("first", "last"), [("1", "201"), ("9", "1"), ("", ""), ("x", "3"), ("0", "3"), ("1", "99999")]
)
def test_is_told_which_slips_cannot_be_printed(
    desk: Desk, officer: Browser, first: str, last: str
) -> None:
    page = officer.open("desk:slip_sheet", first=first, last=last)

    assert page.status == 422
    assert page.has("Ada yang perlu diperbaiki")
