"""Every write to an order. Other departments move orders only through here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from loket.counter.models import Visit
from loket.ledger import outbox, series, trail
from loket.ledger.context import By
from loket.orders import clock
from loket.orders.models import Item, LegalMove, Order
from loket.people.models import Domicile, Office, User
from loket.people.queries import local_year
from loket.process import CURRENT, VERSIONS, derive, engine, process_of
from loket.process.vocabulary import Actor, Position, Process, State, Trait
from loket.rules.numbering import OrderReference

ActionRefused = engine.ActionRefused


class ChangedMeanwhile(Exception):
    """Somebody else moved the order since it was read."""

    message = _("Pesanan ini baru saja diubah orang lain. Periksa keadaannya, lalu ulangi.")


class NothingOrdered(Exception):
    """An order cannot be submitted without items."""

    message = _("Pilih sedikitnya satu data mikro atau peta digital sebelum mengajukan.")


class NotADraft(Exception):
    """A submitted order's list is not changed by hand."""

    message = _("Permintaan ini sudah diajukan. Daftarnya hanya dapat diubah melalui revisi.")


@dataclass(frozen=True, slots=True)
class NewItem:
    kind: str
    product_code: str
    title: str
    definition: str
    definition_hash: str


def subject_of(order: Order) -> str:
    return f"order:{order.public_id}"


def position_of(order: Order) -> Position:
    return Position(
        State(order.state),
        frozenset(order.facts),
        frozenset(Trait(trait) for trait in order.traits),
    )


def process_for(order: Order) -> Process:
    return process_of(order.channel, order.process_version)


def open_draft(
    *,
    office: Office,
    buyer: User,
    channel: str,
    by: By,
    at: datetime,
    language: str = "id",
    visit: Visit | None = None,
) -> Order:
    """Begin an order under the process in force. Called within a transaction."""
    process = CURRENT[channel]
    order = Order.objects.create(
        office=office,
        buyer=buyer,
        visit=visit,
        channel=channel,
        process_version=process.version,
        language=language,
        state=process.start,
        created_at=at,
        state_since=at,
    )
    trail.record(
        "open_draft", subject=subject_of(order), by=by, at=at, payload={"channel": channel}
    )
    return order


@transaction.atomic(durable=True)
def begin_draft(
    *, office: Office, buyer: User, items: Sequence[NewItem], by: By, at: datetime, language: str
) -> Order:
    """Begin an online order with what the customer picked first."""
    order = open_draft(
        office=office, buyer=buyer, channel="online", by=by, at=at, language=language
    )
    put_items(order, items, by=by, at=at)
    return order


@transaction.atomic(durable=True)
def change_items(order: Order, items: Sequence[NewItem], *, by: By, at: datetime) -> None:
    """Change what a draft asks for.

    :raises NotADraft: once it is submitted; then only the revision changes it
    """
    require_draft(order, by=by)
    put_items(order, items, by=by, at=at)


def require_draft(order: Order, *, by: By) -> None:
    """Hold the order while it is a draft: nobody submits it before the transaction ends.

    :raises NotADraft: if it is submitted by now
    """
    trail.lock(by.office)
    if not Order.objects.filter(pk=order.pk, state=State.DRAFT).exists():
        raise NotADraft


def put_items(order: Order, items: Sequence[NewItem], *, by: By, at: datetime) -> None:
    """Replace the order's items while it is a draft or being revised.

    Items of a submitted round are kept, marked as replaced.
    """
    current = order.items.filter(replaced_at=None)
    if order.state == State.DRAFT:
        current.delete()
    else:
        current.update(replaced_at=at)
    last = order.items.aggregate(last=Max("position"))["last"] or 0
    Item.objects.bulk_create(
        Item(order=order, position=last + number, **_fields(item))
        for number, item in enumerate(items, start=1)
    )
    trail.record(
        "put_items",
        subject=subject_of(order),
        by=by,
        at=at,
        payload={"definitions": [item.definition_hash for item in items]},
    )


def submit(order: Order, action: str, *, by: By, actor: Actor, at: datetime, zero: bool) -> None:
    """Give the draft its reference and traits, and send it to be checked.

    :param zero: whether the customer asks for the zero tariff
    :raises NothingOrdered: if there are no items
    :raises ActionRefused: if the process does not allow it
    """
    trail.lock(by.office)
    traits = _traits(order, zero=zero)
    if not traits & {Trait.MICRODATA, Trait.AREA_MAP}:
        raise NothingOrdered
    year = local_year(order.office, at)
    number = series.next_number("order", office=order.office.code, period=str(year))
    order.traits = sorted(traits)
    move(
        order,
        action,
        by=by,
        actor=actor,
        at=at,
        columns={
            "reference": str(OrderReference(order.office.code, year, number)),
            "traits": order.traits,
            "submitted_at": at,
        },
    )


def move(
    order: Order,
    action: str,
    *,
    by: By,
    actor: Actor,
    at: datetime,
    details: Mapping[str, Any] | None = None,
    columns: Mapping[str, Any] | None = None,
) -> None:
    """Take the action: event, compare-and-set, letters, in the caller's transaction.

    :param details: JSON values for the trail, without personal data
    :param columns: other columns of the order that change with it
    :raises ActionRefused: if the process does not allow it
    :raises ChangedMeanwhile: if the order is no longer as it was read
    """
    process = process_for(order)
    before = position_of(order)
    after = engine.advance(process, before, action, by=actor)
    trail.lock(by.office)
    if not Order.objects.filter(pk=order.pk, revision=order.revision).exists():
        raise ChangedMeanwhile
    revision = order.revision + 1
    trail.record(
        action,
        subject=subject_of(order),
        by=by,
        at=at,
        revision=revision,
        payload={
            "from": before.state,
            "to": after.state,
            "facts": sorted(after.facts),
            **({"traits": sorted(after.traits)} if after.traits != before.traits else {}),
            **({"details": dict(details)} if details else {}),
        },
    )
    changes = {**_changes(order, after, at), **(columns or {}), "revision": revision}
    if not Order.objects.filter(pk=order.pk, revision=order.revision).update(**changes):
        raise ChangedMeanwhile
    for name, value in changes.items():
        setattr(order, name, value)
    _post_letters(order, process.action(action).letters, at=at)


def call(name: str, order: Order, *, at: datetime, key: str) -> None:
    """Post background work for the order into the outbox of this transaction."""
    outbox.post(
        "job",
        name,
        office=order.office.code,
        subject=subject_of(order),
        at=at,
        dedupe_key=f"{name}:{order.public_id}:{key}",
    )


def sync_legal_moves() -> None:
    """Write every published process version into the table that the database checks."""
    rows = [
        LegalMove(
            channel=p.channel,
            process_version=p.version,
            action=action,
            from_state=at,
            to_state=to,
        )
        for p in VERSIONS.values()
        for action, at, to in derive.legal_moves(p)
    ]
    LegalMove.objects.bulk_create(rows, ignore_conflicts=True)


def _fields(item: NewItem) -> dict[str, str]:
    return {
        "kind": item.kind,
        "product_code": item.product_code,
        "title": item.title,
        "definition": item.definition,
        "definition_hash": item.definition_hash,
    }


def _traits(order: Order, *, zero: bool) -> set[Trait]:
    kinds = set(order.items.filter(replaced_at=None).values_list("kind", flat=True))
    traits = {Trait.ZERO_TARIFF if zero else Trait.PAYING}
    traits.add(Trait.FOREIGN if order.buyer.domicile == Domicile.FOREIGN else Trait.DOMESTIC)
    if "microdata" in kinds:
        traits.add(Trait.MICRODATA)
    if "area_map" in kinds:
        traits.add(Trait.AREA_MAP)
    return traits


def _changes(order: Order, after: Position, at: datetime) -> dict[str, Any]:
    changes: dict[str, Any] = {"state": after.state.value, "facts": sorted(after.facts)}
    if after.traits != frozenset(order.traits):
        changes["traits"] = sorted(after.traits)
    if after.state != order.state:
        changes["state_since"] = at
        changes["due_at"] = clock.due_at(order, after.state, at)
        if after.state == State.DELIVERED:
            changes["delivered_at"] = at
        if after.state == State.COMPLETED:
            changes["completed_at"] = at
    return changes


def _post_letters(order: Order, letters: Iterable[str], *, at: datetime) -> None:
    for letter in letters:
        outbox.post(
            "mail",
            letter,
            office=order.office.code,
            subject=subject_of(order),
            at=at,
            dedupe_key=f"{letter}:{order.public_id}:{order.revision}",
            payload={"revision": order.revision},
        )
