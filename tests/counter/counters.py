"""An office to try the counter in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from loket.counter import operations
from loket.counter.guestbook import Entry
from loket.counter.models import OfferedService, ServiceCounter, Ticket
from loket.ledger.context import By
from loket.people.models import Office, OpeningHours, User

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Tuesday 09.00 WIB


@dataclass
class Counter:
    """An office with its desks, and short ways to let things happen there."""

    office: Office
    officers: list[User]
    kiosk: By

    def by(self, desk: int = 1) -> By:
        return By(self.officers[desk - 1].pk, "officer", self.office.code)

    def desk(self, number: int = 1) -> ServiceCounter:
        return ServiceCounter.objects.select_related("office").get(
            office=self.office, number=number
        )

    def service(self, code: str = "P") -> OfferedService:
        return OfferedService.objects.get(office=self.office, code=code)

    def ticket(
        self, at: datetime, code: str = "P", *, priority: str = "", name: str = "Tamu"
    ) -> Ticket:
        entry = Entry(name=name, phone="+628123456789", priority_reason=priority, consent_at=at)
        (ticket,) = operations.check_in(
            office=self.office,
            entry=entry,
            services=[self.service(code)],
            origin="kiosk",
            by=self.kiosk,
            at=at,
        )
        return ticket

    def call(self, at: datetime, desk: int = 1) -> Ticket | None:
        return operations.call_next(counter=self.desk(desk), by=self.by(desk), at=at)

    def called(self, at: datetime, desk: int = 1) -> Ticket:
        ticket = self.call(at, desk)
        assert ticket is not None
        return ticket

    def start(self, ticket: Ticket, at: datetime, desk: int = 1) -> None:
        operations.start_serving(ticket=ticket, by=self.by(desk), at=at)

    def finish(self, ticket: Ticket, at: datetime, desk: int = 1) -> None:
        operations.finish_service(ticket=ticket, by=self.by(desk), at=at)

    def serve(self, called: datetime, finished: datetime, desk: int = 1) -> Ticket:
        ticket = self.called(called, desk)
        self.start(ticket, called, desk)
        self.finish(ticket, finished, desk)
        return ticket


MakeCounter = Callable[..., Counter]
DAY = timedelta(days=1)


def new_counter(desks: int = 2, *, code: str = "3304", zone: str = "Asia/Jakarta") -> Counter:
    office = Office.objects.create(
        code=code,
        name=f"BPS {code}",
        city="Banjarnegara",
        address="Jalan Selamanik 33",
        email=f"bps{code}@example.org",
        time_zone=zone,
    )
    for weekday in range(5):
        OpeningHours.objects.create(
            office=office,
            weekday=weekday,
            opens=time(8),
            closes=time(15, 30),
            break_starts=time(12),
            break_ends=time(13),
        )
    officers = [
        User.objects.create(email=f"petugas{code}-{n}@example.org", name=f"Petugas {n}")
        for n in range(1, desks + 1)
    ]
    counter = Counter(office, officers, By(None, "kiosk", code))
    operations.prepare_office(
        office=office, desks=desks, by=By(officers[0].pk, "office_admin", code), at=NINE - DAY
    )
    return counter
