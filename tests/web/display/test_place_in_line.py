"""The page of one's own place in line …"""

from __future__ import annotations

import io
import uuid
from datetime import datetime, timedelta

import pikepdf
import time_machine
from django.test import Client
from tests.counter.counters import Counter

from loket.counter import operations
from loket.counter.models import Ticket

MINUTE = timedelta(minutes=1)


def state_of(client: Client, ticket: Ticket) -> str:
    return client.get(f"/layar/antrean/{ticket.public_id}/keadaan/").content.decode()


def test_counts_those_before_and_expects_a_wait(
    client: Client, counter: Counter, nine: datetime
) -> None:
    counter.ticket(nine), counter.ticket(nine)
    third = counter.ticket(nine, name="Siti Rahmawati")
    assert "2 tamu di depan Anda" in state_of(client, third)
    assert "Belum ada loket" in state_of(client, third)

    operations.sit_down(counter=counter.desk(), by=counter.by(), at=nine)

    page = client.get(f"/layar/antrean/{third.public_id}/").content.decode()
    assert "sekitar 20 menit" in page
    assert "Siti" not in page
    assert f"/layar/antrean/{third.public_id}/keadaan/?bahasa=id" in page


def test_learns_from_how_long_services_really_take(
    client: Client, counter: Counter, nine: datetime
) -> None:
    for n in range(4):
        counter.ticket(nine)
        counter.serve(nine + 5 * n * MINUTE, nine + 5 * (n + 1) * MINUTE)
    counter.ticket(nine)
    last = counter.ticket(nine)

    assert "sekitar 5 menit" in state_of(client, last)


def test_follows_the_guest_through_everything(
    client: Client, counter: Counter, nine: datetime
) -> None:
    ticket = counter.ticket(nine)
    assert "Anda berikutnya" in state_of(client, ticket)
    called = counter.called(nine)
    assert "Silakan ke loket 1" in state_of(client, ticket)
    counter.start(called, nine)
    assert "sedang dilayani di loket 1" in state_of(client, ticket)
    operations.hold(ticket=called, by=counter.by(), at=nine)
    assert "ditunda sebentar" in state_of(client, ticket)
    new = operations.transfer(
        ticket=called, to_service=counter.service("K"), by=counter.by(), at=nine
    )
    assert f"/layar/antrean/{new.public_id}/" in state_of(client, ticket)


def test_of_yesterday_says_so(client: Client, counter: Counter, nine: datetime) -> None:
    ticket = counter.ticket(nine)
    with time_machine.travel(nine + timedelta(days=1), tick=False):
        assert "dari hari sebelumnya" in state_of(client, ticket)


def test_is_not_found_by_guessing(client: Client, counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)

    assert client.get(f"/layar/antrean/{uuid.uuid4()}/").status_code == 404
    assert client.get("/layar/antrean/1/").status_code == 404


def test_is_told_only_that_nothing_changed(
    client: Client, counter: Counter, nine: datetime
) -> None:
    ticket = counter.ticket(nine)
    address = f"/layar/antrean/{ticket.public_id}/keadaan/"
    tag = client.get(address)["ETag"]
    other = counter.ticket(nine)

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert client.get(f"/layar/antrean/{other.public_id}/keadaan/")["ETag"] != tag
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_gives_the_number_on_paper_without_a_name(
    client: Client, counter: Counter, nine: datetime
) -> None:
    ticket = counter.ticket(nine, name="Siti Rahmawati")

    answer = client.get(f"/layar/antrean/{ticket.public_id}/nomor.pdf")

    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
    assert b"Siti" not in answer.content
    assert client.get(f"/layar/antrean/{uuid.uuid4()}/nomor.pdf").status_code == 404
