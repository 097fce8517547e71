"""Working ahead: the next batches are read while the last one is being written."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
_DEPTH = 2
_WAIT_SECONDS = 0.1


class _End:
    """Stands after the last item; carries what went wrong, if anything did."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


@contextmanager
def ahead(items: Iterator[T]) -> Iterator[Iterator[T]]:
    """
    Yield an iterator over ``items``, which are drawn in a thread, at most two of them ahead.

    Leaving the block ends the thread, whether or not all items were taken. What ``items`` raises
    is raised where they are taken.
    """
    waiting: queue.Queue[T | _End] = queue.Queue(_DEPTH)
    is_left = threading.Event()

    def draw() -> None:
        end = _End()
        try:
            for item in items:
                if not _put(waiting, item, is_left):
                    return
        except BaseException as error:
            end = _End(error)
        _put(waiting, end, is_left)

    thread = threading.Thread(target=draw, name="ahead", daemon=True)
    thread.start()
    try:
        yield _taken(waiting)
    finally:
        is_left.set()
        thread.join()


def _put(waiting: queue.Queue[T | _End], item: T | _End, is_left: threading.Event) -> bool:
    while not is_left.is_set():
        try:
            waiting.put(item, timeout=_WAIT_SECONDS)
        except queue.Full:
            continue
        return True
    return False


def _taken(waiting: queue.Queue[T | _End]) -> Iterator[T]:
    while True:
        item = waiting.get()
        if isinstance(item, _End):
            if item.error is not None:
                raise item.error
            return
        yield item
