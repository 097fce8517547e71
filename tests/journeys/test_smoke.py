from __future__ import annotations

from collections.abc import Callable

from tests.browsing import Browser
from tests.journeys.conftest import Market


def test_customer_picks_and_submits(
    market: Market, log_in: Callable[[str], Browser], work: Callable[[], int]
) -> None:
    rina = log_in("mahasiswa@contoh.id")
    page = rina.open("portal:begin", market.survey.code)
    page = rina.submit(page)
    assert page.has("Susenas") or page.status == 200, page.text
    print(page.url, page.status)
