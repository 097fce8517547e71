"""The public record …"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.counter.counters import Counter

MINUTE = timedelta(minutes=1)


def test_tells_how_often_the_promise_was_kept(
    client: Client, counter: Counter, nine: datetime
) -> None:
    for _ in range(3):
        counter.ticket(nine, name="Siti Rahmawati")
    counter.serve(nine + MINUTE, nine + 5 * MINUTE)
    counter.serve(nine + 6 * MINUTE, nine + 20 * MINUTE)
    counter.serve(nine + 31 * MINUTE, nine + 40 * MINUTE)

    page = client.get("/layar/3304/catatan/").content.decode()

    assert "66,6 % (2 dari 3)" in page
    assert "24 November 2026" in page
    assert "Siti" not in page
    assert "Petugas 1" not in page


def test_of_quiet_days_says_so(client: Client, counter: Counter, nine: datetime) -> None:
    page = client.get("/layar/3304/catatan/?dari=2026-11-01&sampai=2026-11-02")

    assert "Tidak ada pelayanan" in page.content.decode()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-11-02", "2026-11-01"),
        ("2020-01-01", "2026-11-01"),
        ("kemarin", "2026-11-01"),
        ("0001-01-01", "9999-12-31"),
        ("", ""),
        ("<script>", "'--"),
    ],
)
def test_refuses_other_periods_in_words(
    client: Client, counter: Counter, nine: datetime, first: str, last: str
) -> None:
    page = client.get("/layar/3304/catatan/", {"dari": first, "sampai": last})

    assert page.status_code == 422
    assert "Ada yang perlu diperbaiki" in page.content.decode()
    assert b'<script>"' not in page.content
