"""Really at the same moment: threads, and transactions that commit."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from loket.ledger.models import Event

pytestmark = [
    pytest.mark.urls("tests.web.probe_urls"),
    pytest.mark.django_db(transaction=True),
]

TOGETHER = 4


def test_a_form_sent_many_times_at_once_has_one_effect_and_one_answer(key: str) -> None:
    barrier = Barrier(TOGETHER)

    def send(_number: int) -> tuple[int, str]:
        browser = Client()
        barrier.wait(timeout=30)
        try:
            answer = browser.post("/probe/change/", {"once_key": key})
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TOGETHER) as pool:
        answers = Counter(pool.map(send, range(TOGETHER)))

    assert Event.objects.count() == 1
    assert answers == {(302, "/probe/done/1/"): TOGETHER}
