"""A grant lets its bytes out exactly, within its days and count; revoking works at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loket.delivery import operations, queries, refusals
from loket.delivery.downloads import PIECES, authorize_download
from loket.delivery.models import Download, Grant, Package
from loket.ledger.models import Event, Message
from loket.process.vocabulary import Actor, State
from tests.factories import (
    Sale,
    Shop,
    archive,
    follow,
    online,
)

DAY = timedelta(days=1)


def opened(sale: Sale) -> Grant:
    grant = queries.open_grant(sale.order, sale.at)
    assert grant is not None
    return grant


def take(grant: Grant, sale: Sale, first: int = 0, last: int | None = None) -> bytes:
    answer = authorize_download(
        grant, by=sale.by("buyer"), at=sale.later(), first=first, last=last
    )
    with answer.stream as stream:
        return stream.read()


def test_the_bytes_are_those_that_were_approved(shop: Shop) -> None:
    sale = follow(online(shop), until="deliver")

    assert take(opened(sale), sale) == archive()


@pytest.mark.parametrize(("first", "last"), [(0, 0), (5, 20), (10, None), (0, 10**9)])
def test_ranges_are_exact(shop: Shop, first: int, last: int | None) -> None:
    sale = follow(online(shop), until="deliver")
    whole = archive()
    end = len(whole) if last is None else last + 1

    assert take(opened(sale), sale, first, last) == whole[first:end]

    kept = Download.objects.get()
    assert (kept.first_byte, kept.last_byte) == (first, min(end, len(whole)) - 1)
    assert kept.is_whole is (first == 0 and end >= len(whole))


@pytest.mark.parametrize(("first", "last"), [(-1, None), (10**9, None), (20, 10)])
def test_bytes_that_are_not_there_are_refused(shop: Shop, first: int, last: int | None) -> None:
    sale = follow(online(shop), until="deliver")

    with pytest.raises(ValueError, match="no such bytes"):
        take(opened(sale), sale, first, last)

    assert not Download.objects.exists()


def test_every_download_is_an_event(shop: Shop) -> None:
    sale = follow(online(shop), until="deliver")
    take(opened(sale), sale)

    event = Event.objects.get(action="download")
    assert event.person == sale.by("buyer").person
    assert Package.objects.get().sha256 in event.payload


def test_a_grant_ends_by_time_to_the_second(shop: Shop) -> None:
    sale = follow(online(shop), until="deliver")
    grant = opened(sale)
    by = sale.by("buyer")

    authorize_download(grant, by=by, at=grant.expires_at - timedelta(seconds=1)).stream.close()
    with pytest.raises(refusals.GrantClosed):
        authorize_download(grant, by=by, at=grant.expires_at)
    assert queries.open_grant(sale.order, grant.expires_at) is None


def test_revoking_works_at_once_even_for_a_page_read_before(shop: Shop) -> None:
    sale = follow(online(shop), until="deliver")
    stale = opened(sale)

    operations.revoke(opened(sale), reason="salah kirim", by=sale.by("officer"), at=sale.later())

    with pytest.raises(refusals.GrantClosed):
        take(stale, sale)
    assert Event.objects.filter(action="revoke_grant").count() == 1


def test_a_grant_ends_by_count(shop: Shop) -> None:
    sale = follow(online(shop), until="deliver")
    Grant.objects.update(downloads_allowed=2)
    grant = opened(sale)
    take(grant, sale)
    take(grant, sale, first=1)  # a resumed one counts by its bytes
    take(grant, sale)

    with pytest.raises(refusals.GrantClosed):
        take(grant, sale)


def test_pieces_do_not_get_around_the_count(shop: Shop) -> None:
    sale = follow(online(shop), until="deliver")
    Grant.objects.update(downloads_allowed=1)
    grant = opened(sale)
    for _ in range(PIECES):
        take(grant, sale, first=1)
    take(grant, sale, first=1)

    with pytest.raises(refusals.GrantClosed):
        take(grant, sale, first=1)


def test_a_repair_ends_the_earlier_link(shop: Shop) -> None:
    sale = follow(online(shop), until="deliver")
    first = opened(sale)
    operations.report_error(
        sale.order,
        what="kolom hilang",
        actor=Actor.BUYER,
        by=sale.by("buyer"),
        at=sale.later(),
    )
    sale.prepare(b"diperbaiki\n")
    assert sale.order.state == State.CORRECTED

    operations.redeliver(sale.order, medium="", by=sale.by("officer"), at=sale.later())

    with pytest.raises(refusals.GrantClosed):
        take(first, sale)
    assert take(opened(sale), sale) == archive(b"diperbaiki\n")
    assert sale.order.error_reports.get().repaired == opened(sale).package


def test_the_link_can_be_had_again_for_thirty_days(shop: Shop) -> None:
    sale = follow(online(shop), until="complete")
    completed = sale.at
    first = opened(sale)

    def relink(at: timedelta, number: str = " 00001/kui/3304/2026") -> Grant:
        return operations.relink(
            sale.order,
            kuitansi=number,
            actor=Actor.BUYER,
            by=sale.by("buyer"),
            at=completed + at,
        )

    for wrong in ("00002/KUI/3304/2026", "", "kuitansi", "x" * 500):
        with pytest.raises(refusals.WrongKuitansi):
            relink(DAY, wrong)
    again = relink(29 * DAY)
    first.refresh_from_db()
    assert first.revoked_at == completed + 29 * DAY
    assert again.expires_at > completed + 30 * DAY
    with pytest.raises(refusals.TooLate):
        relink(32 * DAY)
    assert Message.objects.filter(name="link_renewed").count() == 1


def test_the_last_moment_for_the_link_is_the_end_of_the_thirtieth_day(shop: Shop) -> None:
    sale = follow(online(shop), until="complete")
    last_midnight = sale.at.replace(hour=17, minute=0) + 30 * DAY  # 00.00 WIB

    with pytest.raises(refusals.TooLate):
        operations.relink(
            sale.order,
            kuitansi="00001/KUI/3304/2026",
            actor=Actor.BUYER,
            by=sale.by("buyer"),
            at=last_midnight,
        )
    operations.relink(
        sale.order,
        kuitansi="00001/KUI/3304/2026",
        actor=Actor.BUYER,
        by=sale.by("buyer"),
        at=last_midnight - timedelta(seconds=1),
    )
