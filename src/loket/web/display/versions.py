"""The newest version of an office's board, asked of the database ten times a second at most."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from loket.counter.queries import version_by_code

FRESH_SECONDS = 0.1
KEPT_OFFICES = 600  # more than there are offices


class Versions:
    def __init__(
        self, ask: Callable[[str], int | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[float, int | None]] = {}
        self._guard = threading.Lock()

    def latest(self, code: str) -> int | None:
        """Return the version, at most a tenth of a second old; None for an unknown office."""
        now = self._clock()
        known = self._known.get(code)
        if known and now - known[0] < FRESH_SECONDS:
            return known[1]
        version = self._ask(code)
        with self._guard:
            if len(self._known) >= KEPT_OFFICES:
                self._known.clear()
            self._known[code] = (now, version)
        return version

    def forget(self) -> None:
        self._known.clear()


versions = Versions(version_by_code)
