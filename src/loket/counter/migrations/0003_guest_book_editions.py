from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from loket.ledger import guards


class Migration(migrations.Migration):
    """Editions take the place of single fields, which no page had ever written."""

    dependencies = [("counter", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="GuestBookEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("questions", models.JSONField()),
                ("changed", models.JSONField(default=list)),
                ("adopted_at", models.DateTimeField()),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guest_books",
                        to="people.office",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "number"), name="guest_book_edition_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="guest_book_edition_from_one"
                    ),
                ]
            },
        ),
        migrations.AddField(
            model_name="visit",
            name="guest_book",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="counter.guestbookedition",
            ),
        ),
        migrations.DeleteModel(name="GuestBookField"),
        guards.append_only("counter_guestbookedition"),
    ]
