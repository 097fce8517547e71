from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        guards.append_only("feedback_rating"),
        guards.append_only("feedback_followup"),
    ]
