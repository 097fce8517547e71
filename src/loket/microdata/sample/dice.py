"""Random numbers that depend on names only, and are the same on every machine for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

_BYTES = 7  # 56 bits: more than a float's fraction holds


def uniforms(seed: str, *names: str, count: int) -> tuple[float, ...]:
    """Return ``count`` numbers in [0, 1), by SHAKE-256 of ``seed`` and ``names``."""
    stream = hashlib.shake_256("\x00".join((seed, *names)).encode()).digest(_BYTES * count)
    return tuple(
        (int.from_bytes(stream[start : start + _BYTES], "big") >> 3) / (1 << 53)
        for start in range(0, len(stream), _BYTES)
    )


def shuffled(seed: str, *names: str, items: Sequence[object]) -> list[object]:
    """Return ``items`` in an order that depends on ``seed`` and ``names``."""
    order = uniforms(seed, *names, count=len(items))
    return [item for _, item in sorted(zip(order, items, strict=True), key=lambda pair: pair[0])]
