"""The one way in which bytes of a package leave: for the web, the counter and any API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from loket import wiring
from loket.delivery import operations, refusals
from loket.delivery.models import Grant
from loket.ledger.context import By
from loket.ports.storage import Blob, SealedBlob


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
    """
    whole = grant.downloads.filter(is_whole=True).count()
    if grant.revoked_at or at >= grant.expires_at or whole >= grant.downloads_allowed:
        raise refusals.GrantClosed
    package = grant.package
    end = package.size - 1 if last is None else min(last, package.size - 1)
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
