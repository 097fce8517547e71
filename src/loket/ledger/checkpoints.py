"""Daily signed statements of how long each office's chain is and what it hashes to.

Kept elsewhere (headquarters' mail, the public page, the treasurer's closing sheet), they show
a trail that was cut short or written anew, which the chain by itself cannot.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from loket.ledger import notes, outbox, trail
from loket.ledger.merkle import Tree
from loket.ledger.models import ChainHead, Checkpoint, Event
from loket.ledger.notes import Statement

LETTER = "checkpoint"


@transaction.atomic(durable=True)
def make(office: str, at: datetime) -> Checkpoint | None:
    """Sign the office's chain as it is now, and mail the statement to headquarters.

    :returns: the new checkpoint; the latest one if nothing was written since; None while the
        chain is empty or LOKET_TRAIL_KEY is not set
    """
    key = signing_key()
    if key is None or not ChainHead.objects.filter(office=office, seq__gt=0).exists():
        return None
    trail.lock(office)
    tree = _tree(office)
    if made := Checkpoint.objects.filter(office=office, size=tree.size).first():
        return made
    root = tree.root()
    text = notes.sign(Statement(origin_of(office), tree.size, root), key)
    checkpoint = Checkpoint.objects.create(
        office=office, size=tree.size, root=root.hex(), at=at, text=text
    )
    if settings.LOKET_HEADQUARTERS_MAIL:
        outbox.post(
            "mail",
            LETTER,
            office=office,
            subject=subject_of(checkpoint),
            at=at,
            dedupe_key=f"{LETTER}:{office}:{tree.size}",
        )
    return checkpoint


def latest(office: str) -> Checkpoint | None:
    return Checkpoint.objects.filter(office=office).order_by("-size").first()


def verify(checkpoint: Checkpoint) -> bool:
    """Whether the key signed it, it says what its row says, and the chain still agrees."""
    key = public_key()
    if key is None:
        return False
    try:
        said = notes.verify(checkpoint.text, key)
    except notes.NotACheckpoint:
        return False
    tree = _tree(checkpoint.office, upto=checkpoint.size)
    return (
        said.origin.endswith(f"/{checkpoint.office}")
        and (said.size, said.root.hex()) == (checkpoint.size, checkpoint.root)
        and (tree.size, tree.root()) == (said.size, said.root)
    )


def by_subject(subject: str) -> Checkpoint | None:
    """Find the checkpoint that a letter is about (`checkpoint:<office>/<size>`)."""
    kind, _, name = subject.partition(":")
    office, _, size = name.partition("/")
    if kind != LETTER or not size.isdecimal():
        return None
    return Checkpoint.objects.filter(office=office, size=int(size)).first()


def subject_of(checkpoint: Checkpoint) -> str:
    return f"{LETTER}:{checkpoint.office}/{checkpoint.size}"


def origin_of(office: str) -> str:
    """Return the log's name: the site's host and the office's code."""
    return f"{urlsplit(settings.LOKET_SITE).netloc or 'loket'}/{office}"


def signing_key() -> Ed25519PrivateKey | None:
    """Return the key of LOKET_TRAIL_KEY (64 hexadecimal digits), or None without one.

    :raises ValueError: if it is set and is no such key
    """
    seed = settings.LOKET_TRAIL_KEY
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)) if seed else None


def public_key() -> Ed25519PublicKey | None:
    key = signing_key()
    return key.public_key() if key else None


def _tree(office: str, *, upto: int | None = None) -> Tree:
    events = Event.objects.filter(office=office).order_by("seq")
    if upto is not None:
        events = events.filter(seq__lte=upto)
    tree = Tree()
    for digest in events.values_list("hash", flat=True).iterator(chunk_size=5000):
        tree.append(bytes.fromhex(digest))
    return tree
