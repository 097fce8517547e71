"""The number of rows, told before the rows come …"""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.microdata.conftest import MakeEdition

from loket.microdata import extract
from loket.microdata.codebook import DataFile
from loket.microdata.definition.model import Definition
from loket.microdata.engine import connected
from loket.microdata.plan import plan


@pytest.mark.parametrize("count", [0, 1, 5])
@pytest.mark.parametrize("batch", [1, 2, 4, 5, 2_048])
def test_is_that_of_the_rows_however_they_are_batched(
    make_edition: MakeEdition,
    households: tuple[DataFile, pa.Table],
    monkeypatch: pytest.MonkeyPatch,
    batch: int,
    count: int,
) -> None:
    monkeypatch.setattr(extract, "LEAST_ROWS", batch)
    monkeypatch.setattr(extract, "MOST_ROWS", batch)
    file, table = households
    edition = make_edition((file, table.slice(0, count)))
    (query,) = plan(edition, Definition(""))

    with connected() as connection:
        _, rows = extract.rows_of(connection, edition, query)

        assert rows.count == count
        assert sum(piece.num_rows for piece in rows.batches) == count
