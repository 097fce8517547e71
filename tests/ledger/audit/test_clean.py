"""The checker finds nothing wrong with honest work."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from loket.delivery import operations as delivery
from loket.delivery.downloads import authorize_download
from loket.delivery.queries import open_grant
from loket.feedback import operations as feedback
from loket.ledger import audit, checkpoints
from loket.process.vocabulary import Actor
from tests.factories import MONDAY, Shop, follow, online, walk_in


def busy_office(shop: Shop) -> None:
    """Sales in both channels, a revision, a repair, a withdrawal, a rating, a download."""
    first = follow(online(shop), until="offer")
    first.revise()
    first.accept()
    first.prepare()
    first.offer()
    for step in ("accept_offer", "receive_sppd", "approve_zero", "kuitansi", "deliver"):
        getattr(first, step)()
    grant = open_grant(first.order, first.at)
    assert grant is not None
    authorize_download(grant, by=first.by("buyer"), at=first.later()).stream.close()
    first.complete()
    rating = feedback.rate(
        first.order, score=2, elements={}, comment="", by=first.by("buyer"), at=first.later()
    )
    feedback.follow_up(rating, text="Maaf.", by=first.by("officer"), at=first.later())
    second = follow(walk_in(shop), until="deliver")
    delivery.report_error(
        second.order,
        what="kolom hilang",
        actor=Actor.OFFICER,
        by=second.by("officer"),
        at=second.later(),
    )
    second.prepare(b"diperbaiki\n")
    delivery.redeliver(
        second.order, medium="flash disk", by=second.by("officer"), at=second.later()
    )
    third = follow(online(shop), until="offer")
    delivery.end_order(
        third.order,
        "withdraw",
        actor=Actor.BUYER,
        reason="batal",
        by=third.by("buyer"),
        at=third.later(),
    )
    assert checkpoints.make("3304", MONDAY)


def test_finds_nothing_after_honest_work(shop: Shop) -> None:
    busy_office(shop)

    assert list(audit.run(MONDAY, with_files=True)) == []


def test_finds_nothing_in_an_empty_database(db: None) -> None:
    assert list(audit.run(MONDAY, with_files=True)) == []


def test_command_says_that_all_is_well(shop: Shop) -> None:
    output = StringIO()

    call_command("audit", stdout=output)

    assert "Semua baik / all is well" in output.getvalue()


@pytest.mark.parametrize("office", ["", "3304", "9999"])
def test_command_prints_json(shop: Shop, office: str) -> None:
    output = StringIO()

    call_command("audit", "--json", "--files", "--office", office, stdout=output)

    answer: dict[str, Any] = json.loads(output.getvalue())
    assert answer["findings"] == []
    assert "V8" in answer["invariants"]
