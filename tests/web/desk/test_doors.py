"""Every page of the desk …"""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from tests.browsing import Browser
from tests.web.desk.conftest import Desk

from loket.web.desk.urls import urlpatterns
from loket.web.templatetags.loket import new_key

PAGES = {
    "home",
    "queue",
    "arrival",
    "slip",
    "visit",
    "record",
    "preparing",
    "ratings",
    "case",
    "package",
    "paper",
    "upload",
    "signatures",
    "figures",
    "calls",
    "compare",
    "slip_sheet",
    "decide_return",
    "ticket_paper",
}
APPROVERS = {
    "decide_reduction",
    "void",
    "approve_release",
    "refuse_release",
    "decide_real_sample",
    "decide_return",
}
BOTH = {"arrival", "slip", "record", "decide_return"}
NAMES = sorted(str(pattern.name) for pattern in urlpatterns)
NEEDS = {str(p.name): list(p.pattern.converters) for p in urlpatterns}


def address(name: str, **known: object) -> str:
    made_up = {"call_id": 987654, "pk": 987654, "day": "2026-02-31"}
    given = {key: known.get(key, made_up.get(key) or uuid4()) for key in NEEDS[name]}
    return reverse(f"desk:{name}", kwargs=given)


@pytest.mark.parametrize("name", NAMES)
def test_looks_absent_to_a_customer(customer: Browser, name: str) -> None:
    url = address(name)

    assert customer.client.get(url).status_code == 404
    assert customer.client.post(url, {"once_key": new_key()}).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_refuses_the_wrong_method(officer: Browser, approver: Browser, name: str) -> None:
    browser = approver if name in APPROVERS else officer
    if name not in PAGES:
        assert browser.client.get(address(name)).status_code == 405
    elif name not in BOTH:
        answer = browser.client.post(address(name), {"once_key": new_key()})
        assert answer.status_code == 405


@pytest.mark.parametrize("name", [name for name in NAMES if NEEDS[name]])
def test_knows_nothing_by_a_made_up_identifier(
    officer: Browser, approver: Browser, name: str
) -> None:
    browser = approver if name in APPROVERS else officer
    url = address(name)

    if name in PAGES:
        assert browser.client.get(url).status_code == 404
    else:
        assert browser.client.post(url, {"once_key": new_key()}).status_code == 404


@pytest.mark.parametrize("name", [n for n in NAMES if {"order_id", "visit_id"} & set(NEEDS[n])])
def test_hides_another_offices_case(desk: Desk, elsewhere: Browser, name: str) -> None:
    order = desk.recorded()
    assert order.visit
    url = address(name, order_id=order.public_id, visit_id=order.visit.public_id)

    if name in PAGES:
        assert elsewhere.client.get(url).status_code == 404
    else:
        assert elsewhere.client.post(url, {"once_key": new_key()}).status_code == 404


@pytest.mark.parametrize("name", [n for n in NAMES if "ticket_id" in NEEDS[n]])
def test_hides_another_offices_guests(desk: Desk, elsewhere: Browser, name: str) -> None:
    ticket = desk.guest()
    url = address(name, ticket_id=ticket.public_id)

    if name in PAGES:
        assert elsewhere.client.get(url).status_code == 404
    else:
        assert elsewhere.client.post(url, {"once_key": new_key()}).status_code == 404
    ticket.refresh_from_db()
    assert ticket.state == "waiting"


@pytest.mark.parametrize("name", ["accept", "deliver", "prepare", "resend", "call_next", "record"])
def test_lets_the_approver_change_nothing_of_the_officers(
    desk: Desk, approver: Browser, name: str
) -> None:
    order = desk.recorded()
    assert order.visit
    url = address(name, order_id=order.public_id, visit_id=order.visit.public_id)

    assert approver.client.post(url, {"once_key": new_key()}).status_code == 404


@pytest.mark.parametrize("path", ["pesanan/x/", "kunjungan/1/", "nomor/-/mulai/", "kuitansi/0/"])
def test_answers_a_broken_address_with_not_found(officer: Browser, path: str) -> None:
    assert officer.client.get(f"/loket/{path}").status_code == 404
