"""The checker finds nothing wrong with honest work."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from loket.ledger import audit
from tests.factories import MONDAY, Shop
from tests.ledger.audit.books import busy_office


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
