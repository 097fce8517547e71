"""The published service as data: both channels, by name and version."""

from __future__ import annotations

from loket.process.online import ONLINE
from loket.process.vocabulary import Process
from loket.process.walk_in import WALK_IN

# A process that orders have begun under stays here for ever; a change is a new version.
VERSIONS: dict[tuple[str, str], Process] = {(p.channel, p.version): p for p in (WALK_IN, ONLINE)}
CURRENT: dict[str, Process] = {"walk_in": WALK_IN, "online": ONLINE}


def process_of(channel: str, version: str) -> Process:
    """
    :raises KeyError: if no such process was ever published
    """
    return VERSIONS[channel, version]
