"""V8: each office's trail is a chain without edit, removal, reorder or insertion.

What the chain cannot show by itself (its end cut off, the whole of it written anew) the
signed checkpoints do.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted

from loket.ledger import notes
from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Row, Scope, instant, rows
from loket.ledger.checkpoints import public_key
from loket.ledger.merkle import Tree

EVENTS = """
    SELECT office, seq, previous, hash, at, person, role, action, subject, revision,
           request_id, payload
    FROM ledger_event ORDER BY office, seq
"""
ONE_OFFICE = EVENTS.replace("ORDER BY", "WHERE office = %s ORDER BY")
HEADS = "SELECT office, seq, hash FROM ledger_chainhead"
CHECKPOINTS = "SELECT office, size, root, text FROM ledger_checkpoint ORDER BY office, size"
START = "0" * 64


@dataclass(slots=True)
class End:
    """Where an office's chain has got to while it is being read."""

    seq: int = 0
    hash: str = START


def check(scope: Scope) -> Iterator[Finding]:
    sizes: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows(CHECKPOINTS):
        if scope.covers(row["office"]):
            sizes[row["office"]][row["size"]] = row["root"]
            yield from _signature(row)
    ends: dict[str, End] = defaultdict(End)
    trees: dict[str, Tree] = defaultdict(Tree)
    for event in rows(ONE_OFFICE, [scope.office]) if scope.office else rows(EVENTS):
        office = event["office"]
        yield from _event(event, ends[office])
        if office in sizes:
            trees[office].append(bytes.fromhex(event["hash"]))
            yield from _root(office, trees[office], sizes[office])
    yield from _ends(scope, ends, sizes)


def digest(event: Row) -> str:
    """Return the SHA-256 (hex) over the canonical JSON of the event and the hash before it."""
    at = instant(event["at"])
    person, revision = event["person"], event["revision"]
    written = (
        f'{{"action":{quoted(event["action"])},'
        f'"at":"{at.isoformat(timespec="microseconds") if at else ""}",'
        f'"office":{quoted(event["office"])},'
        f'"payload":{quoted(event["payload"])},'
        f'"person":{"null" if person is None else person},'
        f'"previous":{quoted(event["previous"])},'
        f'"request_id":{quoted(event["request_id"])},'
        f'"revision":{"null" if revision is None else revision},'
        f'"role":{quoted(event["role"])},'
        f'"seq":{event["seq"]},'
        f'"subject":{quoted(event["subject"])}}}'
    )
    return hashlib.sha256(written.encode()).hexdigest()


def _event(event: Row, end: End) -> Iterator[Finding]:
    if event["seq"] != end.seq + 1:
        yield _broken(
            event["office"],
            event["seq"],
            "Ada kejadian yang hilang sebelum ini.",
            "An event is missing before this one.",
        )
    elif event["previous"] != end.hash:
        yield _broken(
            event["office"],
            event["seq"],
            "Tidak tersambung dengan kejadian sebelumnya.",
            "Not linked to the event before it.",
        )
    if digest(event) != event["hash"]:
        yield _broken(
            event["office"],
            event["seq"],
            "Isi kejadian tidak sama dengan sidik jarinya.",
            "The event's content does not fit its hash.",
        )
    end.seq, end.hash = event["seq"], event["hash"]


def _root(office: str, tree: Tree, sizes: dict[int, str]) -> Iterator[Finding]:
    if tree.size in sizes and sizes[tree.size] != tree.root().hex():
        yield _broken(
            office,
            tree.size,
            "Jejak tidak sama dengan pernyataan bertanda tangan.",
            "The trail is not as the signed checkpoint says.",
        )


def _ends(
    scope: Scope, ends: dict[str, End], sizes: dict[str, dict[int, str]]
) -> Iterator[Finding]:
    heads = {row["office"]: End(row["seq"], row["hash"]) for row in rows(HEADS)}
    for office in sorted(heads.keys() | ends.keys() | sizes.keys()):
        if not scope.covers(office):
            continue
        end = ends.get(office, End())
        if heads.get(office, End()) != end:
            yield _broken(
                office,
                end.seq,
                "Ujung jejak tidak sama dengan yang tercatat.",
                "The trail does not end where its head says.",
            )
        if max(sizes.get(office, {}), default=0) > end.seq:
            yield _broken(
                office,
                end.seq,
                "Jejak lebih pendek daripada pernyataan bertanda tangan.",
                "The trail is shorter than a signed checkpoint says.",
            )


def _signature(row: Row) -> Iterator[Finding]:
    key = public_key()
    if key is None:
        return
    try:
        said = notes.verify(row["text"], key)
    except notes.NotACheckpoint:
        said = None
    if (
        said is None
        or not said.origin.endswith(f"/{row['office']}")
        or (said.size, said.root.hex()) != (row["size"], row["root"])
    ):
        yield _broken(
            row["office"],
            row["size"],
            "Tanda tangan pernyataan jejak tidak sah.",
            "The checkpoint's signature is not valid.",
        )


def _broken(office: str, seq: int, id: str, en: str) -> Finding:
    return Finding("V8", office, f"event:{office}/{seq}", id, en)
