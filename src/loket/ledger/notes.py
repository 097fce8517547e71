"""
Signed checkpoints as text: c2sp.org/tlog-checkpoint in c2sp.org/signed-note, Ed25519.

A checkpoint can be verified by anybody who has the public key, with any tool that knows
these two short specifications.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
HASH_BYTES = 32
KEY_ID_BYTES = 4
BODY_LINES = 3


class NotACheckpoint(Exception):
    """The text is no checkpoint, or none of its signatures is by the key."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says.

    :param origin: name of the log, without spaces
    :param size: number of entries
    :param root: RFC 6962 tree hash over them, 32 bytes
    """

    origin: str
    size: int
    root: bytes


def sign(statement: Statement, key: Ed25519PrivateKey) -> str:
    """
    :raises ValueError: if the origin cannot stand in a signature line
    """
    if not statement.origin or any(c.isspace() or c == "+" for c in statement.origin):
        raise ValueError("the origin must have neither spaces nor a plus sign")
    body = _body(statement)
    stamp = _key_id(statement.origin, key.public_key()) + key.sign(body.encode())
    return f"{body}\n— {statement.origin} {base64.b64encode(stamp).decode()}\n"


def verify(text: str, key: Ed25519PublicKey) -> Statement:
    """Return what the checkpoint says, if the key signed it.

    :raises NotACheckpoint: if it did not, or the text is no checkpoint
    """
    body, _, signatures = text.partition("\n\n")
    statement = _statement(body)
    wanted = _key_id(statement.origin, key)
    for line in signatures.splitlines():
        name, stamp = _signature(line)
        if name == statement.origin and stamp[:KEY_ID_BYTES] == wanted:
            try:
                key.verify(stamp[KEY_ID_BYTES:], f"{body}\n".encode())
            except InvalidSignature as error:
                raise NotACheckpoint("the signature is not the key's") from error
            return statement
    raise NotACheckpoint("no signature by this key")


def public_line(name: str, key: Ed25519PublicKey) -> str:
    """Return the key as verifiers take it (`name+id+key`)."""
    encoded = base64.b64encode(ED25519 + key.public_bytes_raw()).decode()
    return f"{name}+{_key_id(name, key).hex()}+{encoded}"


def _body(statement: Statement) -> str:
    root = base64.b64encode(statement.root).decode()
    return f"{statement.origin}\n{statement.size}\n{root}\n"


def _statement(body: str) -> Statement:
    lines = body.split("\n")
    try:
        origin, size, root = lines[:BODY_LINES]
        found = Statement(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError as error:
        raise NotACheckpoint("the text is not a checkpoint") from error
    if not origin or str(found.size) != size or len(found.root) != HASH_BYTES:
        raise NotACheckpoint("the text is not a checkpoint")
    return found


def _signature(line: str) -> tuple[str, bytes]:
    try:
        dash, name, encoded = line.split(" ")
        stamp = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise NotACheckpoint("a signature line is malformed") from error
    if dash != "—":
        raise NotACheckpoint("a signature line is malformed")
    return name, stamp


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    content = name.encode() + b"\n" + ED25519 + key.public_bytes_raw()
    return hashlib.sha256(content).digest()[:KEY_ID_BYTES]
