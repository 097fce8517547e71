"""The quick answer to a screen …"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.counter.counters import Counter

from loket.web.display.quick import QuickAnswers
from loket.web.display.versions import FRESH_SECONDS, Versions, versions

PASSED_ON = HttpResponse("view")


def ask(tag: str, path: str = "/layar/3304/keadaan/") -> HttpResponse:
    request = RequestFactory().get(path, headers={"If-None-Match": tag})
    answer = QuickAnswers(lambda _: PASSED_ON)(request)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.fixture
def tag(client: Client, counter: Counter, nine: datetime) -> str:
    counter.ticket(nine)
    return client.get("/layar/3304/keadaan/")["ETag"]


def test_is_given_only_while_the_tag_holds(tag: str, nine: datetime) -> None:
    with time_machine.travel(nine + timedelta(seconds=1), tick=False):
        assert ask(tag).status_code == 304
        assert ask(f"W/{tag}").status_code == 304
    with time_machine.travel(nine + timedelta(seconds=31), tick=False):
        assert ask(tag) is PASSED_ON


def test_is_the_new_body_if_another_screen_had_it_made(
    client: Client, counter: Counter, tag: str, nine: datetime
) -> None:
    counter.call(nine)
    versions.forget()
    assert ask(tag) is PASSED_ON

    made = client.get("/layar/3304/keadaan/")

    answer = ask(tag)
    assert (answer.content, answer["ETag"]) == (made.content, made["ETag"])
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Length"] == str(len(made.content))


@pytest.mark.parametrize("other", ["", "*", '"x"', '"9999-1-1-board-id"', '"3304-1-1-nothing-id"'])
def test_is_not_given_for_another_tag(tag: str, nine: datetime, other: str) -> None:
    assert ask(other) is PASSED_ON
    assert ask(tag, path="/kios/") is PASSED_ON


def test_is_a_tenth_of_a_second_old_at_most() -> None:
    now, current, asked = [0.0], [1], []

    def database(code: str) -> int:
        asked.append(code)
        return current[0]

    asking = Versions(database, lambda: now[0])
    assert asking.latest("3304") == 1
    current[0] = 2
    now[0] += FRESH_SECONDS / 2
    assert asking.latest("3304") == 1
    now[0] += FRESH_SECONDS
    assert asking.latest("3304") == 2
    assert asked == ["3304", "3304"]
