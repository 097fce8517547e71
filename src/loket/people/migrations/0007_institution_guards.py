from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("people", "0006_institutions"), ("ledger", "0002_guards")]
    operations = [
        guards.append_only("people_institution"),
        guards.immutable(
            "people_institutionrequest",
            [
                "public_id",
                "user_id",
                "office_id",
                "name",
                "category",
                "email",
                "head",
                "head_position",
                "letter_id",
                "asked_at",
            ],
        ),
    ]
