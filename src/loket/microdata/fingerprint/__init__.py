"""
Fingerprints: every copy sold is marked, so that a leaked one leads back to its order.

``Marking(edition, order_key(master, reference))`` is handed to ``extract`` or ``assemble`` as
``rewrite``; ``trace`` ranks suspects for a leaked file.
"""

from __future__ import annotations

from loket.microdata.fingerprint.keys import OrderKey, master_secret, order_key
from loket.microdata.fingerprint.marking import VERSION, Channels, Marking
from loket.microdata.fingerprint.tracing import ESCAPES, Ranked, Suspect, Trace, read_leaked, trace
from loket.microdata.fingerprint.visible import Licence, licensed
from loket.microdata.fingerprint.weights import WeightPairs

__all__ = [
    "ESCAPES",
    "VERSION",
    "Channels",
    "Licence",
    "Marking",
    "OrderKey",
    "Ranked",
    "Suspect",
    "Trace",
    "WeightPairs",
    "licensed",
    "master_secret",
    "order_key",
    "read_leaked",
    "trace",
]
