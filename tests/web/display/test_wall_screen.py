"""The wall screen …"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from tests.counter.counters import NINE, Counter

from loket.counter import operations
from loket.counter.queries import CallLine
from loket.web.display.versions import versions
from loket.web.display.voice import CLIPS, clips_of

MINUTE = timedelta(minutes=1)


def test_shows_the_last_four_numbers_and_desks_and_no_name(
    client: Client, counter: Counter, nine: datetime
) -> None:
    for n in range(5):
        counter.ticket(nine, name="Siti Rahmawati")
        counter.serve(nine + n * MINUTE, nine + n * MINUTE, desk=1 + n % 2)

    state = client.get("/layar/3304/keadaan/").json()
    page = client.get("/layar/3304/").content.decode()

    assert [(call["label"], call["counter"]) for call in state["calls"]] == [
        ("P005", 1),
        ("P004", 2),
        ("P003", 1),
        ("P002", 2),
    ]
    assert "<td>P005</td>" in page
    assert "Siti" not in page
    assert "Siti" not in str(state)


def test_is_told_only_that_nothing_changed(
    client: Client, counter: Counter, nine: datetime
) -> None:
    counter.ticket(nine)
    first = client.get("/layar/3304/keadaan/")
    again = client.get("/layar/3304/keadaan/", headers={"If-None-Match": first["ETag"]})
    counter.call(nine)
    versions.forget()  # the clock stands still here, so what is remembered never ages
    then = client.get("/layar/3304/keadaan/", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, then.status_code) == (200, 304, 200)
    assert again.content == b""
    assert then.json()["version"] > first.json()["version"]


def test_speaks_every_call_of_the_last_minute_in_order(
    client: Client, counter: Counter, nine: datetime
) -> None:
    counter.ticket(nine - 5 * MINUTE), counter.ticket(nine)
    counter.serve(nine - 4 * MINUTE, nine - 4 * MINUTE)
    called = counter.called(nine)
    operations.recall(ticket=called, by=counter.by(), at=nine)

    spoken = client.get("/layar/3304/keadaan/").json()["spoken"]

    assert len(spoken) == 2
    assert spoken[0]["id"] < spoken[1]["id"]
    assert spoken[0]["clips"] == [
        "bel",
        "nomor-antrean",
        "p",
        "dua",
        "silakan-ke-loket",
        "satu",
    ]


def test_has_a_clip_for_all_it_can_say() -> None:
    for number in (*range(1, 100), 100, 101, 999, 1000, 1001, 2345, 10_000, 99_999):
        call = CallLine(1, "", "Z", number, number % 99 + 1, NINE, is_repeat=False)
        assert set(clips_of(call)) <= set(CLIPS)
    sizes = []
    for clip in CLIPS:
        found = finders.find(f"display/voice/{clip}.mp3")
        assert isinstance(found, str), clip
        sizes.append(Path(found).stat().st_size)
    assert min(sizes) > 500
    assert sum(sizes) < 1_500_000


def test_says_when_the_office_is_closed(client: Client, counter: Counter, nine: datetime) -> None:
    with time_machine.travel(nine + timedelta(hours=10), tick=False):
        state = client.get("/layar/3304/keadaan/").json()

    assert state["open"] is False
    assert state["opens_at"] == "25 November 2026 pukul 08.00 WIB"


def test_shows_the_offices_notices_while_they_hold(
    client: Client, counter: Counter, nine: datetime
) -> None:
    operations.announce(
        office=counter.office,
        text_id="Loket 2 pindah ke lantai 1",
        text_en="Desk 2 moved to the first floor",
        by=counter.by(),
        at=nine,
        until=nine + MINUTE,
    )
    now = client.get("/layar/3304/keadaan/").json()["notices"]
    with time_machine.travel(nine + 2 * MINUTE, tick=False):
        later = client.get("/layar/3304/keadaan/").json()["notices"]

    assert (now, later) == (["Loket 2 pindah ke lantai 1"], [])


def test_forgets_yesterdays_calls(client: Client, counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    counter.call(nine)
    with time_machine.travel(nine + timedelta(days=1), tick=False):
        assert client.get("/layar/3304/keadaan/").json()["calls"] == []


@pytest.mark.parametrize("code", ["9999", "x", "%00", "3304x"])
def test_of_no_office_is_not_found(client: Client, counter: Counter, code: str) -> None:
    assert client.get(f"/layar/{code}/").status_code in {400, 404}
    assert client.get(f"/layar/{code}/keadaan/").status_code in {400, 404}


def test_asks_the_database_little_when_nothing_changed(
    client: Client, counter: Counter, nine: datetime, django_assert_max_num_queries: object
) -> None:
    tag = client.get("/layar/3304/keadaan/")["ETag"]

    with django_assert_max_num_queries(2):  # type: ignore[operator]
        client.get("/layar/3304/keadaan/", headers={"If-None-Match": tag})


def test_is_indonesian_whatever_the_television_speaks(
    client: Client, counter: Counter, nine: datetime
) -> None:
    television = {"HTTP_ACCEPT_LANGUAGE": "en"}
    page = client.get("/layar/3304/", **television).content.decode()
    queues = client.get("/layar/3304/keadaan/?bahasa=id", **television).json()["queues"]
    english = client.get("/layar/3304/keadaan/?bahasa=en").json()["queues"]

    assert '<html lang="id"' in page
    assert "Perpustakaan" in page
    assert queues[2]["name"] == "Perpustakaan"
    assert english[2]["name"] == "Library"
