"""Which marks the copies of a product carry, by its setting."""

from __future__ import annotations

from typing import Any

from loket.microdata.fingerprint import Channels, WeightPairs

PER_MILLION = 100


def channels_of(fingerprint: dict[str, Any]) -> Channels:
    """
    Return the channels that a product's setting asks for.

    Copies are marked by the order of their rows unless that is switched off. Surrogate ids widen
    files, and pairs of weights change weights, so both have to be asked for:
    ``{"surrogate_ids": true, "weights": {"file": …, "cells": […], "per_million": 100}}``.
    """
    pairs = fingerprint.get("weights") or None
    return Channels(
        ids=bool(fingerprint.get("surrogate_ids", False)),
        order=bool(fingerprint.get("row_order", True)),
        weights=WeightPairs(
            pairs["file"], tuple(pairs["cells"]), int(pairs.get("per_million", PER_MILLION))
        )
        if isinstance(pairs, dict)
        else None,
    )
