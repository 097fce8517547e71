"""A new database is made by the squashed migrations as older ones were made step by step."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState

from loket.ledger.guards import RunStatements

APPLICATIONS = (
    "agreements",
    "catalogue",
    "counter",
    "delivery",
    "documents",
    "feedback",
    "ledger",
    "orders",
    "payments",
    "people",
)
STEPS = MigrationLoader(None, replace_migrations=False)
SQUASHED = {
    migration.app_label: migration
    for migration in STEPS.disk_migrations.values()
    if migration.replaces and migration.__module__.startswith("loket.")
}
THING = re.compile(
    r"(DROP TRIGGER IF EXISTS|CREATE TRIGGER|CREATE OR REPLACE FUNCTION|CREATE INDEX"
    r"|CREATE EXTENSION IF NOT EXISTS) (\w+)"
)


def without_order(model: ModelState) -> dict[str, Any]:
    """Return all that makes a table; its columns may stand in another order."""
    named = {
        kind: {one.name: one for one in model.options.get(kind, [])}
        for kind in ("constraints", "indexes")
    }
    return {
        "fields": {name: field.deconstruct()[1:] for name, field in model.fields.items()},
        "options": {**model.options, **named},
        "bases": model.bases,
        "managers": model.managers,
    }


def last_statements(migrations: Iterable[Migration], vendor: str) -> dict[str, str]:
    """Return for each trigger, function and index the statement that made it last."""
    found = {}
    for migration in migrations:
        for operation in migration.operations:
            if isinstance(operation, RunStatements):
                for statement in getattr(operation, vendor):
                    thing = THING.match(statement)
                    assert thing, statement
                    found[thing[0]] = statement
    return found


@pytest.mark.parametrize("app", APPLICATIONS)
def test_the_models_are_those_of_the_steps(app: str) -> None:
    step_by_step = STEPS.project_state(SQUASHED[app].replaces[-1]).models
    squashed = STEPS.project_state((app, SQUASHED[app].name)).models

    wanted = {key: without_order(model) for key, model in step_by_step.items() if key[0] == app}
    found = {key: without_order(model) for key, model in squashed.items() if key[0] == app}

    assert wanted
    assert found == wanted


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
@pytest.mark.parametrize("app", APPLICATIONS)
def test_the_guards_are_those_of_the_steps(app: str, vendor: str) -> None:
    steps = [STEPS.disk_migrations[key] for key in SQUASHED[app].replaces]

    wanted = last_statements(steps, vendor)

    assert wanted
    assert last_statements([SQUASHED[app]], vendor) == wanted
