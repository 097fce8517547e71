from __future__ import annotations

from django.db import migrations

from loket.ledger import guards


def trigram_index(table: str) -> tuple[str, ...]:
    return (
        f"CREATE INDEX {table}_search_trigrams ON {table} "
        "USING gin (search_text gin_trgm_ops)",
    )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        # A master that was sold never changes; a correction is another release.
        guards.immutable(
            "catalogue_edition", ["code", "release", "idno", "master", "sha256", "is_synthetic"]
        ),
        guards.immutable(
            "catalogue_arealayer", ["code", "release", "folder", "sha256", "is_synthetic"]
        ),
        guards.immutable("catalogue_product", ["code", "kind", "office_id"]),
        # PostgreSQL finds words inside texts by trigrams; SQLite reads the column.
        guards.run(
            sqlite=(),
            postgresql=(
                "CREATE EXTENSION IF NOT EXISTS pg_trgm",
                *trigram_index("catalogue_product"),
                *trigram_index("catalogue_variable"),
            ),
        ),
    ]
