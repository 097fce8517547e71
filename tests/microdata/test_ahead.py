from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from loket.microdata.ahead import ahead


def running() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "ahead"]


def test_gives_everything_in_order() -> None:
    with ahead(iter(range(100))) as items:
        assert list(items) == list(range(100))
    assert not running()


def test_raises_what_went_wrong_where_items_are_taken() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise KeyError("x")

    with pytest.raises(KeyError), ahead(broken()) as items:
        list(items)
    assert not running()


def test_ends_when_nobody_takes_more() -> None:
    drawn: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            drawn.append(1)
            yield 1

    with ahead(endless()) as items:
        next(items)
    assert not running()
    assert len(drawn) <= 5
