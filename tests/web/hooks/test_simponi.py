from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.payments import made, people
from tests.payments.made import by

from loket import wiring
from loket.adapters.billing.simponi import notices as signing
from loket.adapters.billing.simulator.in_process import SimulatedBilling
from loket.documents.models import Upload
from loket.jobs import worker
from loket.jobs.billing import reconcile
from loket.orders.models import Order
from loket.payments import billing as billings
from loket.payments import operations
from loket.payments.models import Notice, PaymentException, Settlement, TransferProof
from loket.payments.queries import open_billing

ADDRESS = "/hooks/simponi/"


@pytest.fixture
def simponi(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulatedBilling]:
    settings.LOKET_BILLING = "simulated"
    wiring._billing.cache_clear()
    provider = wiring.billing()
    assert isinstance(provider, SimulatedBilling)
    yield provider
    wiring._billing.cache_clear()


@pytest.fixture
def order(db: None, simponi: SimulatedBilling) -> Order:
    place = people.office(satker="999001")
    staff = people.people(place)
    order = made.order(place, staff.buyer, staff.officer, at=datetime.now(UTC))
    operations.request_billing(order, by=by(staff.treasurer, "treasurer"), at=datetime.now(UTC))
    worker.run_all(datetime.now(UTC))
    return Order.objects.get(pk=order.pk)


def signed(body: bytes, *, id: str = "n-1", at: datetime | None = None) -> dict[str, str]:
    headers = signing.sign(body, id=id, at=at or datetime.now(UTC), secret=b"simulator")
    return {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}


def notice(code: str, ntpn: str = "A" * 16) -> bytes:
    paid = datetime.now(UTC) + timedelta(hours=7)
    data = ["1", code, ntpn, "0" * 12, paid.strftime("%Y-%m-%d %H:%M:%S"), "Bank", "7010"]
    return json.dumps({"simponi_req": {"method": "activeinquiry", "data": data}}).encode()


def send(body: bytes, **headers: str) -> Any:
    return Client().post(ADDRESS, body, content_type="application/json", **headers)


def test_the_address_is_the_one_the_simulator_calls() -> None:
    assert reverse("hooks:simponi") == ADDRESS


def test_a_true_notice_settles_once(order: Order, simponi: SimulatedBilling) -> None:
    billing = open_billing(order)
    assert billing is not None
    paid = simponi.simulator.pay(billing.code)
    body = notice(billing.code, paid.ntpn)
    for id in ("n-1", "n-1", "n-2"):
        answer = send(body, **signed(body, id=id))
        assert answer.status_code == 200
        assert answer.json() == {"simponi_result": {"response_code": 3}}
    assert Notice.objects.count() == 2
    worker.run_all(datetime.now(UTC))
    assert Settlement.objects.get().billing == billing
    assert not PaymentException.objects.exists()
    assert set(Notice.objects.values_list("outcome", flat=True)) == {"settled"}


def test_a_second_payment_of_one_code_is_not_lost(order: Order, simponi: SimulatedBilling) -> None:
    billing = open_billing(order)
    assert billing is not None
    paid = simponi.simulator.pay(billing.code)
    for id, ntpn in (("n-1", paid.ntpn), ("n-2", "B" * 16)):
        body = notice(billing.code, ntpn)
        send(body, **signed(body, id=id))
    worker.run_all(datetime.now(UTC))
    assert Settlement.objects.get().ntpn == paid.ntpn
    parked = PaymentException.objects.get()
    assert (parked.kind, parked.ntpn) == ("twin", "B" * 16)


def test_a_false_notice_settles_nothing(order: Order) -> None:
    billing = open_billing(order)
    assert billing is not None
    body = notice(billing.code)
    assert send(body, **signed(body)).status_code == 200
    at = datetime.now(UTC)
    for _ in range(8):
        worker.run_all(at)
        at += timedelta(hours=7)
    assert not Settlement.objects.exists()
    assert Notice.objects.get().outcome == "refused"


def test_a_code_of_nobody_is_parked(order: Order) -> None:
    body = notice("820261124999999")
    send(body, **signed(body))
    worker.run_all(datetime.now(UTC))
    parked = PaymentException.objects.get()
    assert (parked.kind, parked.office) == ("unknown", "0000")


def test_one_receipt_number_for_two_codes_is_parked(
    order: Order, simponi: SimulatedBilling
) -> None:
    billing = open_billing(order)
    assert billing is not None
    simponi.simulator.pay(billing.code)
    told = simponi.payment(billing.code, satker="999001")
    assert told is not None
    staff = people.people(people.office("3303"))
    other = made.order(staff.treasurer.assignments.get().office, staff.buyer, staff.officer)
    operations.take_cash(
        other, tendered=10**9, by=by(staff.treasurer, "treasurer", "3303"), at=datetime.now(UTC)
    )
    Settlement.objects.create(
        invoice=made.order(other.office, staff.buyer, staff.officer).invoices.get(),
        method="transfer",
        amount=1,
        ntpn=told.ntpn,
        proof=_proof(other, staff.buyer.pk),
        paid_at=told.paid_at,
        recorded_at=told.paid_at,
    )
    body = notice(billing.code, told.ntpn)
    send(body, **signed(body))
    worker.run_all(datetime.now(UTC))
    assert PaymentException.objects.get().kind == "mismatch"
    assert not Settlement.objects.filter(billing=billing).exists()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"", {}),
        (b"{}", {}),
        (b"\xff\x00", {}),
        (notice("820261124000001"), {}),
        (notice("820261124000001"), {"HTTP_WEBHOOK_ID": "x", "HTTP_WEBHOOK_SIGNATURE": "v1,x"}),
        (b"x" * 70_000, {}),
    ],
)
def test_what_is_not_signed_leaves_nothing(
    order: Order, body: bytes, headers: dict[str, str]
) -> None:
    assert send(body, **headers).status_code in {400, 413}
    assert not Notice.objects.exists()


def test_old_and_unreadable_notices(order: Order) -> None:
    body = notice("820261124000001")
    old = datetime.now(UTC) - timedelta(minutes=6)
    assert send(body, **signed(body, at=old)).status_code == 400
    garbled = b'{"simponi_req": 7}'
    assert send(garbled, **signed(garbled)).status_code == 400
    assert not Notice.objects.exists()


def test_only_posts(db: None) -> None:
    assert Client().get(ADDRESS).status_code == 405


def test_offices_without_a_connection_refuse(db: None) -> None:
    body = notice("820261124000001")
    assert send(body, **signed(body)).status_code == 400


def test_the_sweep_finds_a_payment_that_no_notice_told(
    order: Order, simponi: SimulatedBilling
) -> None:
    billing = open_billing(order)
    assert billing is not None
    simponi.simulator.pay(billing.code)
    simponi.down = True
    assert reconcile(datetime.now(UTC)) == 0
    simponi.down = False
    assert reconcile(datetime.now(UTC)) == 0, "asked again before its turn"
    later = datetime.now(UTC) + timedelta(minutes=order.office.inquiry_minutes)
    assert reconcile(later) == 1
    assert reconcile(later) == 0
    assert billings.ntpn_used(Settlement.objects.get().ntpn or "")


def _proof(order: Order, person: int) -> Any:
    upload = Upload.objects.create(
        office="3303",
        subject="x",
        purpose="transfer",
        uploaded_by=person,
        at=made.NOW,
        content_type="image/png",
        sha256="0" * 64,
        size=3,
    )
    return TransferProof.objects.create(
        order=order,
        upload=upload,
        currency="USD",
        amount=1,
        sent_on=made.NOW.date(),
        bank="x",
        at=made.NOW,
    )
