"""The checker finds each kind of violation, seeded behind the guards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from loket.ledger import audit
from tests.factories import MONDAY, new_shop
from tests.ledger.audit import seeds_of_money, seeds_of_trail
from tests.ledger.audit.books import busy_office, spoil
from tests.ledger.audit.seeds import Seed

AT = MONDAY + timedelta(hours=3)
SEEDS = [*seeds_of_money.SEEDS, *seeds_of_trail.SEEDS]


@pytest.fixture(scope="module")
def books(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Build the books once for all seeds; return the folder of the stored files."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(LOKET_STORAGE=f"disk:{files}"):
        block: Any = transaction.atomic()
        block._from_testcase = True
        with block:
            busy_office(new_shop())
            yield files
            transaction.set_rollback(True)


@pytest.fixture
def spoiled(books: Path) -> Iterator[Path]:
    """Undo what the test does to the books."""
    with transaction.atomic():
        yield books
        transaction.set_rollback(True)


@pytest.mark.parametrize("seed", SEEDS, ids=[f"{s.invariant} {s.name}" for s in SEEDS])
def test_is_found(spoiled: Path, seed: Seed) -> None:
    spoil(seed.tables, seed.statements)

    found = list(audit.run(AT))

    assert seed.invariant in {finding.invariant for finding in found}, found
    assert all(finding.id and finding.en and finding.subject for finding in found)


def test_every_invariant_has_a_seed() -> None:
    assert {seed.invariant for seed in SEEDS} == set(audit.INVARIANTS)


def test_nothing_is_found_without_a_seed(spoiled: Path) -> None:
    spoil({table for seed in SEEDS for table in seed.tables}, [])

    assert list(audit.run(AT, with_files=True)) == []


def test_findings_are_of_the_office_asked_for(spoiled: Path) -> None:
    seed = next(seed for seed in SEEDS if seed.name == "ticket missing")
    spoil(seed.tables, seed.statements)

    assert list(audit.run(AT, office="3304")) == []
    assert {finding.office for finding in audit.run(AT, office="3305")} == {"3305"}


def test_command_exits_with_one_and_says_what_to_look_at(spoiled: Path) -> None:
    spoil(["payments_kuitansi"], ["DELETE FROM payments_kuitansi WHERE serial = 1"])
    output = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("audit", stdout=output)

    assert ended.value.code == 1
    assert "V5" in output.getvalue()
    assert "Nomor hilang: 1." in output.getvalue()
    assert "Numbers are missing: 1." in output.getvalue()


@pytest.mark.parametrize("damage", ["altered", "removed"])
def test_stored_files_are_compared(spoiled: Path, damage: str) -> None:
    victims = [path for path in spoiled.rglob("*") if path.is_file()]
    kept = {path: path.read_bytes() for path in victims}
    try:
        for path in victims:
            path.chmod(0o600)
            if damage == "removed":
                path.unlink()
            else:
                path.write_bytes(b"!" + kept[path][1:])
        subjects = {f.subject.partition(":")[0] for f in audit.run(AT, with_files=True)}
    finally:
        for path, content in kept.items():
            path.write_bytes(content)

    assert {"document", "package"} <= subjects
