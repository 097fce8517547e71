"""A published frequency table …"""

from __future__ import annotations

from itertools import product
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from loket.microdata.disclosure import FrequencyTable, cross_table, protected
from loket.microdata.synthetic import banjarnegara, synthetic_edition

SMALL = st.integers(0, 12)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(SMALL, min_size=width, max_size=width).filter(lambda line: sum(line) >= 5),
        min_size=2,
        max_size=4,
    )
)


def lines(table: FrequencyTable) -> list[tuple[list[int | None], int]]:
    across = [
        (list(line), total) for line, total in zip(table.cells, table.row_totals, strict=True)
    ]
    down = [
        (list(column), total)
        for column, total in zip(zip(*table.cells, strict=True), table.column_totals, strict=True)
    ]
    return across + down


@given(TABLES)
def test_shows_no_small_cell_and_none_to_be_had_by_subtraction(cells: list[list[int]]) -> None:
    table = protected(range(len(cells)), range(len(cells[0])), cells)

    for line, total in lines(table):
        shown = [n for n in line if n is not None]
        hidden = len(line) - len(shown)
        assert all(n == 0 or n >= 5 for n in shown)
        if hidden and total >= 5 and any(shown):
            assert hidden >= 2
            assert total - sum(shown) >= 5


@given(TABLES)
def test_changes_no_cell_that_it_shows(cells: list[list[int]]) -> None:
    table = protected(range(len(cells)), range(len(cells[0])), cells)

    for i, j in product(range(len(cells)), range(len(cells[0]))):
        assert table.cells[i][j] in {None, cells[i][j]}
    assert table.total == sum(map(sum, cells))


def test_is_whole_when_no_cell_is_small() -> None:
    table = protected("ab", (1, 2), [[5, 0], [70, 800]])

    assert table.cells == ((5, 0), (70, 800))


def test_is_counted_from_an_edition(tmp_path: Path) -> None:
    edition = synthetic_edition(banjarnegara(150), tmp_path / "edition")
    file = edition.codebook.file("ssn202403_kor_ind1")

    table = cross_table(edition, file, "R404", "R405")

    assert table.row_codes == (1, 2, 3, 4)
    assert table.column_codes == (1, 2)
    assert table.total == file.rows
