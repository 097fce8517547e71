"""Published counts of a variable give no small cell away, not even by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loket.microdata.codebook import Bilingual, Code, Missing, ValueLabel, Variable
from loket.microdata.summary import SMALLEST, Counts

CODES: st.SearchStrategy[Code] = st.integers(0, 9)
COUNTS = st.dictionaries(CODES, st.integers(1, 40), max_size=8)


def published(frequencies: dict[Code, int], nulls: int) -> dict[str, object]:
    variable = Variable(
        "R1",
        kind="numeric",
        measure="nominal",
        values=tuple(ValueLabel(code, Bilingual(str(code), str(code))) for code in range(3)),
        missing=Missing(codes=(9,)),
    )
    total = sum(frequencies.values()) + nulls
    return Counts(total, nulls, len(frequencies), frequencies).published(variable)


@given(frequencies=COUNTS, nulls=st.integers(0, 12))
def test_what_is_withheld_cannot_be_reckoned(frequencies: dict[Code, int], nulls: int) -> None:
    said = published(frequencies, nulls)
    rows = said["frequencies"]
    assert isinstance(rows, list)

    cells = {row["code"]: row["n"] for row in rows} | {None: said["empty"]}
    true = {**{row["code"]: frequencies.get(row["code"], 0) for row in rows}, None: nulls}
    hidden = [code for code, n in cells.items() if n is None]
    assert all(n is None or n == true[code] for code, n in cells.items())
    assert all(n is None or n == 0 or n >= SMALLEST for n in cells.values())
    if hidden and any(cells.values()):
        assert len(hidden) > 1
        assert sum(true[code] for code in hidden) >= SMALLEST
    if cells.get(9, 0) is None:
        assert said["missing"] is None


def test_a_single_empty_value_takes_a_neighbour_with_it() -> None:
    said = published({0: 100, 1: 30}, nulls=2)

    assert said["empty"] is None
    assert said["frequencies"][1]["n"] is None  # type: ignore[index]
    assert said["frequencies"][0]["n"] == 100  # type: ignore[index]
