from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from tests.browsing import Browser
from tests.counter.counters import NINE, Counter, new_counter
from tests.payments.made import product

from loket import wiring
from loket.agreements import operations as agreements
from loket.agreements.operations import Statement, ZeroRequest
from loket.catalogue.models import Product
from loket.counter import operations as counter_operations
from loket.counter.guestbook import Entry
from loket.counter.models import Ticket
from loket.delivery import operations as deliveries
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import NewItem
from loket.payments import operations as payments
from loket.people.models import Assignment, Office, Role, User
from loket.process.vocabulary import Actor
from loket.rules.signatory import Rank

ENTRY = Entry(
    name="Rina Anggraini",
    email="rina@example.org",
    phone="+6281234567890",
    answers={"sex": "f", "education": "bachelor", "occupation": "student", "purpose": "study"},
    consent_at=NINE,
)
STATEMENT = Statement(
    background="Ketimpangan layanan dasar antardesa.",
    purpose="Memetakan jarak ke puskesmas.",
    method="Analisis jaringan.",
    output="Skripsi.",
    signer_name="Rina Anggraini",
    signer_position="Mahasiswa",
    signer_rank=Rank.SELF,
)


@dataclass
class Desk:
    """An office at work, and short ways to bring a case to where a test begins."""

    counter: Counter
    product: Product
    officer: User
    treasurer: User
    approver: User

    @property
    def office(self) -> Office:
        return self.counter.office

    def by(self, role: str = "officer") -> By:
        person = {"officer": self.officer, "treasurer": self.treasurer, "approver": self.approver}
        return By(person[role].pk, role, self.office.code)

    def guest(self, at: datetime = NINE) -> Ticket:
        (ticket,) = counter_operations.check_in(
            office=self.office,
            entry=ENTRY,
            services=[self.counter.service("P")],
            origin="kiosk",
            by=self.counter.kiosk,
            at=at,
        )
        return ticket

    def known_guest(self, at: datetime = NINE) -> Ticket:
        """A guest at desk 1 whose identity was seen."""
        ticket = self.guest(at)
        called = counter_operations.call_next(counter=self.counter.desk(), by=self.by(), at=at)
        assert called == ticket
        counter_operations.start_serving(ticket=called, by=self.by(), at=at)
        counter_operations.confirm_guest(
            visit=called.visit, entry=ENTRY, checked_by=self.officer, by=self.by(), at=at
        )
        return called

    def recorded(self, *, zero: bool = False, language: str = "id") -> Order:
        ticket = self.known_guest()
        buyer = ticket.visit.guest
        assert buyer is not None
        asked, statement = None, STATEMENT
        if zero:
            asked = ZeroRequest("science", "12/UN/2026", NINE.date())
            statement = replace(STATEMENT, signer_rank=Rank.DEAN)
            User.objects.filter(pk=buyer.pk).update(segment="education")
            buyer.refresh_from_db()
        return agreements.record_request(
            office=self.office,
            visit=ticket.visit,
            buyer=buyer,
            items=[item(self.product)],
            statement=statement,
            by=self.by(),
            at=NINE,
            language=language,
            zero=asked,
        )

    def signed(self, *, zero: bool = False) -> Order:
        order = self.recorded(zero=zero)
        agreements.accept(order, reason="Sesuai.", by=self.by(), at=NINE)
        agreements.receive_sppd(order, form="wet", originals=1, by=self.by(), at=NINE)
        return order

    def prepared(self, *, zero: bool = False) -> Order:
        order = self.signed(zero=zero)
        package(order)
        return order

    def settling(self, *, zero: bool = False) -> Order:
        order = self.prepared(zero=zero)
        deliveries.issue_invoice(order, by=self.by(), at=NINE)
        return order

    def receipted(self) -> Order:
        order = self.settling()
        treasurer = self.by("treasurer")
        payments.take_cash(order, tendered=10**9, by=treasurer, at=NINE)
        payments.issue_kuitansi(order, by=treasurer, at=NINE)
        return order

    def delivered(self) -> Order:
        order = self.receipted()
        deliveries.deliver(order, medium="Diska lepas", by=self.by(), at=NINE)
        return order


def item(product: Product) -> NewItem:
    return NewItem(
        "area_map", product.code, product.title_id, '{"formats":["geopackage"]}', "b" * 64
    )


def package(order: Order, content: bytes = b"PK peta desa") -> None:
    """Put a package there as the worker does, with content of its own."""
    sealed = wiring.vault().seal(io.BytesIO(content), context=deliveries.package_context(order))
    deliveries.package_ready(
        order,
        sealed=sealed,
        manifest=[{"name": "peta.gpkg", "size": len(content), "sha256": "c" * 64}],
        measured=[{"definition_hash": "b" * 64, "quantity": 1}],
        sample=None,
        by=By(None, Actor.SYSTEM.value, order.office.code),
        at=NINE,
    )


@pytest.fixture
def nine() -> Iterator[datetime]:
    with time_machine.travel(NINE, tick=False):
        yield NINE


@pytest.fixture
def desk(db: None, nine: datetime) -> Desk:
    counter = new_counter()
    people = []
    for role in (Role.OFFICER, Role.TREASURER, Role.APPROVER):
        person = (
            counter.officers[0]
            if role is Role.OFFICER
            else User.objects.create(email=f"{role}@example.org", name=str(role.label))
        )
        Assignment.objects.create(user=person, office=counter.office, role=role, granted_at=nine)
        people.append(person)
    sold = product(counter.office)
    sold.formats, sold.on_sale, sold.published_at = ["geopackage", "shapefile"], True, nine
    sold.save()
    return Desk(counter, sold, *people)


@pytest.fixture
def officer(desk: Desk, log_in: Callable[..., Client]) -> Browser:
    return Browser(log_in(desk.officer))


@pytest.fixture
def approver(desk: Desk, log_in: Callable[..., Client]) -> Browser:
    return Browser(log_in(desk.approver))


@pytest.fixture
def elsewhere(desk: Desk, nine: datetime, log_in: Callable[..., Client]) -> Browser:
    """An officer of another office."""
    other = new_counter(code="3303")
    Assignment.objects.create(
        user=other.officers[0], office=other.office, role=Role.OFFICER, granted_at=nine
    )
    return Browser(log_in(other.officers[0]))


@pytest.fixture
def customer(desk: Desk, log_in: Callable[..., Client]) -> Browser:
    return Browser(log_in(User.objects.create(email="orang@example.org", name="Orang")))
