"""The published service record …"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests.counter.counters import NINE, new_counter

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@time_machine.travel(NINE + timedelta(hours=3), tick=False)
def test_shows_what_was_kept_and_what_was_late_and_names_nobody(client: Client) -> None:
    counter = new_counter()
    for minute in (0, 1):
        counter.ticket(NINE + minute * MINUTE, name="Sri Rahayu")
    counter.serve(NINE + 2 * MINUTE, NINE + 6 * MINUTE)
    counter.serve(NINE + 30 * MINUTE, NINE + 50 * MINUTE)

    answer = client.get("/catatan-pelayanan/3304/")

    html = answer.content.decode()
    assert "1 dari 2 panggilan" in html
    assert "24 November 2026" in html
    assert html.count('class="bar low"') == 1
    assert "Sebab belum dicatat: 1" in html
    assert "Sri" not in html
    assert "Petugas 1" not in html


@time_machine.travel(NINE, tick=False)
def test_of_a_quiet_month_says_so_and_leads_to_the_months_beside_it(client: Client) -> None:
    new_counter()

    html = client.get("/catatan-pelayanan/3304/?bulan=2026-10").content.decode()

    assert "Belum ada pelayanan" in html
    assert "?bulan=2026-09" in html
    assert "?bulan=2026-11" in html
    assert "?bulan=2026-12" not in client.get("/catatan-pelayanan/3304/").content.decode()
