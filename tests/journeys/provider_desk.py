"""The office, its payment provider and its clock, through which orders are walked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from loket import wiring
from loket.adapters.billing.simulator import management
from loket.adapters.billing.simulator.engine import Simulator
from loket.adapters.billing.simulator.faults import Fault, FaultPlan
from loket.adapters.billing.simulator.in_process import SimulatedBilling
from loket.adapters.billing.simulator.ledger import Paid
from loket.adapters.billing.simulator.paying import Pay
from loket.jobs import clockwork, worker
from loket.orders.models import Order
from loket.payments.models import Kuitansi, PaymentException
from loket.payments.queries import open_billing
from tests.browsing import Browser, Page
from tests.journeys.conftest import Market, now
from tests.journeys.test_online import STATEMENT

LogIn = Callable[[str], Browser]


@dataclass
class Desk:
    """The office, its provider and its clock; orders are walked through it one by one."""

    market: Market
    log_in: LogIn
    clock: time_machine.Traveller
    browsers: dict[str, Browser] = field(default_factory=dict)

    @property
    def provider(self) -> SimulatedBilling:
        found = wiring.billing()
        assert isinstance(found, SimulatedBilling)
        return found

    @property
    def simulator(self) -> Simulator:
        return self.provider.simulator

    def who(self, name: str) -> Browser:
        if name not in self.browsers:
            self.browsers[name] = self.log_in(f"{name}@contoh.id")
        return self.browsers[name]

    @property
    def treasurer(self) -> Browser:
        return self.who("bendahara")

    def later(self, **wait: float) -> None:
        """Let time go by, and everybody log in again where it was long."""
        self.clock.shift(timedelta(**wait))
        if timedelta(**wait) > timedelta(minutes=10):
            self.browsers.clear()

    @contextmanager
    def failing(self, fault: Fault, seed: int = 1) -> Iterator[None]:
        """The provider does nothing but this inside the ``with``."""
        sound = self.simulator.plan
        self.simulator.plan = FaultPlan(seed, 1, frozenset({fault}))
        yield
        self.simulator.plan = sound

    def work(self) -> None:
        worker.run_all(now())

    def tell(self) -> None:
        """Deliver what notices are due."""
        for notice in self.simulator.due_notices():
            answer = Client().post(
                "/hooks/simponi/",
                notice.body,
                content_type="application/json",
                headers=notice.headers,
            )
            told = json.loads(answer.content)["simponi_result"]["response_code"]
            self.simulator.answered(notice, accepted=told == 3)
        self.work()

    def sweep(self) -> None:
        clockwork.sweep(now())
        self.work()

    def offer(self) -> Order:
        """An online order whose offer was accepted; the worker has asked for its code."""
        buyer, officer = self.who("mahasiswa"), self.who("petugas")
        buyer.submit(buyer.open("portal:begin", self.market.area_map.code))
        order = Order.objects.latest("pk")
        page = buyer.open("portal:statement", order.public_id)
        rank = page.document.xpath("//select[@name='signer_rank']/option/@value")[-1]
        buyer.submit(page, "", **STATEMENT, signer_rank=str(rank))
        buyer.submit(buyer.open("portal:check_order", order.public_id), "", terms="on")
        page = officer.open("desk:case", order.public_id)
        officer.press(page, "desk:accept", order.public_id, reason="Sesuai.")
        self.work()
        page = officer.open("desk:case", order.public_id)
        officer.press(page, "desk:send_offer", order.public_id)
        page = buyer.open("portal:order", order.public_id)
        buyer.press(page, "portal:accept_offer", order.public_id)
        self.work()
        return order

    def pay(self, order: Order) -> Paid:
        billing = open_billing(order)
        assert billing is not None
        return self.simulator.pay(billing.code, Pay())

    def press(self, order: Order, name: str, **fields: Any) -> Page:
        page = self.treasurer.open("treasury:case", order.public_id)
        return self.treasurer.press(page, f"treasury:{name}", order.public_id, **fields)

    def ask(self, order: Order) -> None:
        assert self.press(order, "ask_billing").has("SIMPONI sedang ditanya")
        self.work()

    def case_of(self, order: Order) -> Page:
        """The open case of the order, found as the treasurer finds it."""
        assert self.treasurer.open("treasury:home").has("tidak cocok dan menunggu tindakan Anda")
        case = PaymentException.objects.get(order=order, closed_at=None)
        page = self.treasurer.open("treasury:exceptions")
        address = reverse("treasury:exception", args=[case.pk])
        assert address in page.links()
        return self.treasurer.visit(address)

    def close(self, page: Page, done: str, resolution: str) -> None:
        page = self.treasurer.submit(page, page.url, done=done, resolution=resolution)
        assert page.has("Kasus ditutup"), page.text

    def receipt(self, order: Order) -> None:
        """Make the receipt from the first page, where the payment waits for one."""
        page = self.treasurer.open("treasury:home")
        page = self.treasurer.press(page, "treasury:issue_kuitansi", order.public_id)
        assert page.has(Kuitansi.objects.latest("pk").number), page.text

    def compare(self) -> Page:
        """Compare the books with the list of payments that SIMPONI gives out."""
        page = self.treasurer.open("treasury:reconciliations")
        file = SimpleUploadedFile("export.csv", management.export(self.simulator))
        page = self.treasurer.submit(page, page.url, file=file)
        assert page.has("Hasil pencocokan"), page.text
        return page
