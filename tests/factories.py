"""A shop with its people, and orders walked by the real operations as far as a test needs.

The goods are rows and a small sealed archive, so that nothing has to be cut or written.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from loket import wiring
from loket.agreements import operations as agreements
from loket.agreements.operations import Statement, ZeroRequest
from loket.catalogue.models import AreaLayer, Edition, Product, Survey
from loket.delivery import operations as delivery
from loket.jobs.demo import office as demo_office
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.orders.operations import NewItem
from loket.payments import operations as payments
from loket.payments.operations import Grounds
from loket.people.models import Office, User
from loket.ports.storage import SealedBlob
from loket.process.vocabulary import Actor, State
from loket.rules.signatory import Rank

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00 WIB
MINUTE = timedelta(minutes=1)
CANARY = b"kenari;rahasia;123456\n"  # real data: must not lie readable before the settlement
SYSTEM = By(person=None, role="system", office="3304")


@dataclass(frozen=True)
class Shop:
    """An office, its people and its goods."""

    office: Office
    survey: Product
    area_map: Product

    def person(self, email: str) -> User:
        return User.objects.get(email=email)

    def by(self, who: str) -> By:
        return By(self.person(EMAILS[who]).pk, ROLES.get(who, who), self.office.code)


EMAILS = {
    "officer": "petugas@contoh.id",
    "officer2": "petugas2@contoh.id",
    "treasurer": "bendahara@contoh.id",
    "approver": "kepala@contoh.id",
    "buyer": "mahasiswa@contoh.id",
    "foreigner": "peneliti@example.org",
    "institution": "bappeda@contoh.id",
}
ROLES = {"officer2": "officer", "foreigner": "buyer", "institution": "buyer"}


def new_shop() -> Shop:
    office = demo_office.seed(MONDAY)
    survey = Survey.objects.create(code="susenas", title_id="Susenas", producer="BPS")
    edition = Edition.objects.create(
        survey=survey,
        code="susenas-2024",
        title_id="Susenas Maret 2024",
        idno="susenas-2024",
        master="susenas-2024",
        sha256="0" * 64,
        imported_at=MONDAY,
    )
    layer = AreaLayer.objects.create(
        code="desa-3304",
        title_id="Desa",
        level="desa",
        features=1,
        crs="EPSG:4326",
        bbox=[0, 0, 1, 1],
        code_column="kode",
        size_bytes=1,
        folder="desa-3304",
        file_name="desa.gpkg",
        preview_name="desa.geojson",
        sha256="0" * 64,
        imported_at=MONDAY,
    )
    return Shop(
        office,
        Product.objects.create(
            code="susenas",
            kind="microdata",
            office=office,
            edition=edition,
            title_id="Susenas Maret 2024",
            tariff_class="without_processing",
            search_text="susenas",
        ),
        Product.objects.create(
            code="peta-desa",
            kind="area_map",
            office=office,
            layer=layer,
            title_id="Peta desa",
            tariff_class="kabupaten_by_desa",
            search_text="peta",
        ),
    )


def statement(**parts: Any) -> Statement:
    given = {
        "background": "Penelitian kemiskinan.",
        "purpose": "Skripsi.",
        "method": "Regresi.",
        "output": "Satu skripsi.",
        "signer_name": "Rina Anggraini",
        "signer_position": "",
        "signer_rank": Rank.SELF,
    }
    return Statement(**{**given, **parts})


def item(product: Product, wish: str = "all") -> NewItem:
    definition = json.dumps({"wish": wish, "format": "dbf"}, sort_keys=True)
    return NewItem(
        kind=product.kind,
        product_code=product.code,
        title=product.title_id,
        definition=definition,
        definition_hash=hashlib.sha256(f"{product.code}{definition}".encode()).hexdigest(),
    )


def archive(content: bytes = CANARY, name: str = "01-susenas/data.csv") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


def sealed(order: Order, content: bytes = CANARY) -> tuple[SealedBlob, list[dict[str, Any]]]:
    """Seal a small package as the worker would; return it with its manifest."""
    context = delivery.package_context(order)
    blob = wiring.vault().seal(io.BytesIO(archive(content)), context=context)
    digest = hashlib.sha256(content).hexdigest()
    return blob, [{"name": "01-susenas/data.csv", "size": len(content), "sha256": digest}]


def checked(order: Order, *findings: dict[str, str]) -> list[dict[str, Any]]:
    """Return the release checks of the order's microdata, each with these findings."""
    return [
        {
            "definition_hash": each.definition_hash,
            "sha256": hashlib.sha256(repr((each.definition_hash, findings)).encode()).hexdigest(),
            "findings": list(findings),
        }
        for each in order.items.filter(replaced_at=None, kind="microdata")
    ]


def prepare(
    order: Order, at: datetime, content: bytes = CANARY, findings: tuple[dict[str, str], ...] = ()
) -> None:
    blob, manifest = sealed(order, content)
    measured = [
        {"definition_hash": each.definition_hash, "quantity": 1}
        for each in order.items.filter(replaced_at=None)
    ]
    delivery.package_ready(
        order,
        sealed=blob,
        manifest=manifest,
        measured=measured,
        sample=None,
        checked=checked(order, *findings),
        by=SYSTEM,
        at=at,
    )


@dataclass
class Sale:
    """One order and the time it takes; each verb is the real operation by the right person."""

    shop: Shop
    order: Order
    at: datetime
    buyer: str = "buyer"

    def later(self) -> datetime:
        self.at += MINUTE
        return self.at

    def by(self, who: str) -> By:
        return self.shop.by(self.buyer if who == "buyer" else who)

    def submit(self) -> None:
        agreements.submit(self.order, by=self.by("buyer"), at=self.later())

    def accept(self) -> None:
        agreements.accept(self.order, reason="sesuai", by=self.by("officer"), at=self.later())

    def prepare(self, content: bytes = CANARY, findings: tuple[dict[str, str], ...] = ()) -> None:
        prepare(self.order, self.later(), content, findings)

    def offer(self) -> None:
        delivery.send_offer(self.order, by=self.by("officer"), at=self.later())

    def revise(self, wish: str = "other") -> None:
        delivery.ask_revision(
            self.order,
            [item(self.shop.survey, wish)],
            reason="variabel kurang",
            by=self.by("buyer"),
            at=self.later(),
        )

    def accept_offer(self) -> None:
        delivery.accept_offer(self.order, by=self.by("buyer"), at=self.later())

    def receive_sppd(self) -> None:
        agreements.receive_sppd(
            self.order, form="wet", originals=2, by=self.by("officer"), at=self.later()
        )

    def invoice(self) -> None:
        delivery.issue_invoice(self.order, by=self.by("officer"), at=self.later())

    def pay_cash(self) -> None:
        payments.take_cash(self.order, tendered=10**7, by=self.by("treasurer"), at=self.later())

    def approve_zero(self) -> None:
        payments.approve_zero_tariff(
            self.order, grounds(self.order), by=self.by("approver"), at=self.later()
        )

    def kuitansi(self) -> None:
        payments.issue_kuitansi(self.order, by=self.by("treasurer"), at=self.later())

    def deliver(self) -> None:
        medium = "flash disk" if self.order.channel == "walk_in" else ""
        delivery.deliver(self.order, medium=medium, by=self.by("officer"), at=self.later())

    def complete(self) -> None:
        who, actor = ("buyer", Actor.BUYER)
        if self.order.channel == "walk_in":
            who, actor = ("officer", Actor.OFFICER)
        delivery.complete(self.order, actor=actor, by=self.by(who), at=self.later())


def grounds(order: Order, **parts: Any) -> Grounds:
    given = {
        "requested_by": order.buyer_id,
        "institution": order.buyer.institution,
        "verification": "surat dari alamat e-mail resmi",
        "legal_basis": "PP 13/2024 Pasal 4",
        "letter_number": "1/2026",
        "reason": "penelitian",
    }
    return Grounds(**{**given, **parts})


def online(
    shop: Shop,
    *,
    buyer: str = "",
    zero: bool = True,
    percent: Decimal | int = 100,
    at: datetime = MONDAY,
) -> Sale:
    """Begin an online order of microdata, with its abstraksi.

    :param zero: for the zero tariff, or a lower one by `percent`; only an institution may ask
    """
    buyer = buyer or ("institution" if zero else "buyer")
    by = shop.by(buyer)
    order = orders.begin_draft(
        office=shop.office,
        buyer=shop.person(EMAILS[buyer]),
        items=[item(shop.survey)],
        by=by,
        at=at,
        language="id",
    )
    rank = Rank.ECHELON_III if buyer == "institution" else Rank.SELF
    agreements.save_statement(order, statement(signer_rank=rank), by=by, at=at)
    if zero:
        request = ZeroRequest("science", "1/2026", at.date(), percent=Decimal(percent))
        agreements.ask_zero_tariff(order, request, by=by, at=at)
    return Sale(shop, order, at, buyer)


def walk_in(shop: Shop, *, at: datetime = MONDAY, kinds: str = "survey") -> Sale:
    """Record a request at the counter."""
    goods = [shop.survey] if kinds == "survey" else [shop.survey, shop.area_map]
    order = agreements.record_request(
        office=shop.office,
        visit=None,
        buyer=shop.person(EMAILS["buyer"]),
        items=[item(each) for each in goods],
        statement=statement(),
        by=shop.by("officer"),
        at=at,
    )
    return Sale(shop, order, at)


ONLINE_ROAD = (
    ("submit", State.CHECKING),
    ("accept", State.PREPARING),
    ("prepare", State.PREPARING),
    ("offer", State.OFFERED),
    ("accept_offer", State.SETTLING),
    ("receive_sppd", State.SETTLING),
    ("approve_zero", State.SETTLING),
    ("kuitansi", State.SETTLING),
    ("deliver", State.DELIVERED),
    ("complete", State.COMPLETED),
)
WALK_IN_ROAD = (
    ("accept", State.SIGNING),
    ("receive_sppd", State.PREPARING),
    ("prepare", State.PREPARING),
    ("invoice", State.SETTLING),
    ("pay_cash", State.SETTLING),
    ("kuitansi", State.SETTLING),
    ("deliver", State.DELIVERED),
    ("complete", State.COMPLETED),
)


def follow(sale: Sale, *, until: str) -> Sale:
    """Take every step of the channel's road up to and including the one named."""
    for step, state in ONLINE_ROAD if sale.order.channel == "online" else WALK_IN_ROAD:
        getattr(sale, step)()
        assert sale.order.state == state
        if step == until:
            return sale
    raise AssertionError(until)
