"""A program that issues numbered rows until it is killed, telling each only once it is kept.

Run with the database's path: every line it writes names a number that was acknowledged.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

os.environ["LOKET_DATABASE"] = f"sqlite://{sys.argv[1]}"
os.environ["DJANGO_SETTINGS_MODULE"] = "loket.settings.test"

import django
from django.db import transaction

django.setup()

from loket.ledger import outbox, series, trail  # noqa: E402
from loket.ledger.context import By  # noqa: E402

BY = By(person=None, role="system", office="3304")
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@transaction.atomic(durable=True)
def issue() -> int:
    number = series.next_number("try", office="3304", period="2026")
    subject = f"try:{number}"
    trail.record("number_try", subject=subject, by=BY, at=AT)
    outbox.post("mail", "try", office="3304", subject=subject, at=AT, dedupe_key=subject)
    return number


while True:
    sys.stdout.write(f"{issue()}\n")
    sys.stdout.flush()
