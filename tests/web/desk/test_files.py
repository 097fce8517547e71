"""Files of a case …"""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from tests.browsing import Browser
from tests.counter.counters import NINE
from tests.web.desk.conftest import Desk

from loket import wiring
from loket.agreements.models import Sppd
from loket.delivery.models import Download, Grant
from loket.documents.models import Document, Upload, Verdict
from loket.orders.models import Order
from loket.orders.operations import subject_of


def handed_in(order: Order, verdict: Verdict, content_type: str = "application/pdf") -> Upload:
    blob = wiring.storage().put(io.BytesIO(b"%PDF-1.7 berkas"))
    upload = Upload.objects.create(
        office=order.office.code,
        subject=subject_of(order),
        purpose="sppd",
        uploaded_by=order.buyer_id,
        at=NINE,
        content_type=content_type,
        sha256=blob.sha256,
        size=blob.size,
        verdict=verdict,
    )
    Sppd.objects.filter(order=order).update(upload=upload)
    return upload


def test_are_shown_as_papers(desk: Desk, officer: Browser, approver: Browser) -> None:
    order = desk.signed()
    paper = Document.objects.get(kind="sppd")
    url = reverse("desk:paper", args=[order.public_id, paper.public_id])

    for browser in (officer, approver):
        answer = browser.client.get(url)
        assert answer.content.startswith(b"%PDF-")
        assert answer.headers["Content-Disposition"].startswith("inline")


def test_do_not_show_through_another_order(desk: Desk, officer: Browser) -> None:
    order = desk.signed()
    paper = Document.objects.get(kind="sppd")
    other = Order.objects.create(
        office=desk.office,
        buyer=order.buyer,
        channel="walk_in",
        process_version=order.process_version,
        reference="3304-2026-00099-00",
        state="CHECKING",
        created_at=NINE,
        state_since=NINE,
    )

    url = reverse("desk:paper", args=[other.public_id, paper.public_id])

    assert officer.client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("kept", "served"),
    [("application/pdf", "application/pdf"), ("text/html", "application/octet-stream")],
)
def test_that_are_clean_are_downloaded_never_opened(
    desk: Desk, officer: Browser, kept: str, served: str
) -> None:
    order = desk.signed()
    upload = handed_in(order, Verdict.CLEAN, kept)

    answer = officer.client.get(reverse("desk:upload", args=[order.public_id, upload.public_id]))

    assert answer.content == b"%PDF-1.7 berkas"
    assert answer.headers["Content-Type"] == served
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("verdict", [Verdict.WAITING, Verdict.REFUSED])
def test_that_are_not_judged_clean_are_shown_to_nobody(
    desk: Desk, officer: Browser, verdict: Verdict
) -> None:
    order = desk.signed()
    upload = handed_in(order, verdict)
    url = reverse("desk:upload", args=[order.public_id, upload.public_id])

    assert officer.client.get(url).status_code == 404
    page = officer.open("desk:case", order.public_id)
    assert url not in page.links()
    assert (
        officer.client.get(reverse("desk:signatures", args=[order.public_id])).status_code == 404
    )


def test_without_a_readable_signature_are_said_to_be_so(desk: Desk, officer: Browser) -> None:
    order = desk.signed()
    handed_in(order, Verdict.CLEAN)

    page = officer.open("desk:signatures", order.public_id)

    assert page.status == 200
    assert page.has("Tanda tangan SPPD")


def test_of_data_stay_closed_until_they_are_handed_over(desk: Desk, officer: Browser) -> None:
    order = desk.receipted()

    answer = officer.client.get(reverse("desk:package", args=[order.public_id]))

    assert answer.status_code == 410
    assert not Download.objects.exists()


def test_of_data_are_copied_with_a_row_for_it(desk: Desk, officer: Browser) -> None:
    order = desk.delivered()

    answer = officer.client.get(reverse("desk:package", args=[order.public_id]))

    assert answer.getvalue() == b"PK peta desa"
    assert Download.objects.get().by == desk.officer


def test_of_data_come_in_the_piece_asked_for(desk: Desk, officer: Browser) -> None:
    order = desk.delivered()
    url = reverse("desk:package", args=[order.public_id])

    answer = officer.client.get(url, headers={"range": "bytes=3-6"})

    assert (answer.status_code, answer.getvalue()) == (206, b"peta")
    head = officer.client.head(url)
    assert head.headers["Content-Length"] == str(len(b"PK peta desa"))
    assert Download.objects.count() == 1


def test_of_data_close_when_the_permission_ends(desk: Desk, officer: Browser) -> None:
    order = desk.delivered()
    Grant.objects.update(downloads_allowed=1)
    url = reverse("desk:package", args=[order.public_id])
    assert officer.client.get(url).getvalue()

    assert officer.client.get(url).status_code == 410
