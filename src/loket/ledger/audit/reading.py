"""Reading tables by plain SQL on either database, with values of one kind."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

BATCH = 2000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is checked: one office (or all, if empty), seen at this instant."""

    office: str
    at: datetime

    def covers(self, office: str) -> bool:
        return not self.office or office == self.office


def rows(sql: str, params: Sequence[str] = ()) -> Iterator[Row]:
    """Yield each row by column name; reads in batches."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        while batch := cursor.fetchmany(BATCH):
            for values in batch:
                yield dict(zip(names, values, strict=True))


def scoped(sql: str, scope: Scope) -> Iterator[Row]:
    """Yield the rows whose column `office` is in the scope."""
    return (row for row in rows(sql) if scope.covers(row["office"] or ""))


def instant(value: object) -> datetime | None:
    """Return the column's instant in UTC, however the database hands it over."""
    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def document(value: object) -> Any:
    """Return the column's JSON."""
    return json.loads(value) if isinstance(value, str | bytes) else value


def public_id(value: object) -> str:
    """Return the column's UUID with hyphens."""
    return str(uuid.UUID(str(value)))
