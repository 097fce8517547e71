"""The one way in which bytes of a package leave: for the web, the counter and any API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db.models import F, Sum

from loket import wiring
from loket.delivery import operations, refusals
from loket.delivery.models import Grant
from loket.ledger.context import By
from loket.ports.storage import Blob, SealedBlob

PIECES = 5  # a download that breaks off may be resumed; all its pieces count as so many wholes


@dataclass(frozen=True, slots=True)
class Opened:
    """An authorised piece of a package: bytes first..last of size, both ends included."""

    stream: BinaryIO
    name: str
    size: int
    first: int
    last: int
    sha256: str


def authorize_download(
    grant: Grant, *, by: By, at: datetime, first: int = 0, last: int | None = None
) -> Opened:
    """Record the download and open the bytes.

    :raises GrantClosed: if the grant is over, revoked or used up
    :raises ValueError: if there are no such bytes
    """
    package = grant.package
    end = package.size - 1 if last is None else min(last, package.size - 1)
    if not 0 <= first <= end:
        raise ValueError("there are no such bytes in the package")
    current = Grant.objects.get(pk=grant.pk)
    if current.revoked_at or at >= current.expires_at or _is_used_up(grant):
        raise refusals.GrantClosed
    operations.record_download(grant, first=first, last=end, by=by, at=at)
    stream = wiring.vault().open(
        SealedBlob(
            Blob(package.blob, package.blob_size), Blob(package.sha256, package.size), grant.key
        ),
        context=operations.grant_context(grant),
        start=first,
        length=end - first + 1,
    )
    return Opened(stream, f"{grant.order.reference}.zip", package.size, first, end, package.sha256)


def _is_used_up(grant: Grant) -> bool:
    """Whether the whole was taken often enough, or as many bytes by pieces."""
    whole = grant.downloads.filter(is_whole=True).count()
    asked = grant.downloads.aggregate(sum=Sum(F("last_byte") - F("first_byte") + 1))["sum"] or 0
    allowed = grant.downloads_allowed
    return whole >= allowed or asked >= allowed * grant.package.size * PIECES
