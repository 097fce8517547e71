"""Answering with a large file: whole, or the range that was asked for (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

BLOCK = 256 * 1024
RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of bytes, both ends included."""

    first: int
    last: int


def asked_range(request: HttpRequest, size: int) -> Piece | None:
    """Return the single range that was asked for, or None for the whole file.

    A range that cannot be served is ignored, as the standard allows; so are several.
    """
    found = RANGE.match(request.headers.get("Range", ""))
    if not found or found.groups() == ("", ""):
        return None
    start, end = found.groups()
    if not start:
        return Piece(max(size - int(end), 0), size - 1)
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    return Piece(first, last) if first <= last else None


def answer(stream: BinaryIO | None, size: int, name: str, piece: Piece | None) -> HttpResponseBase:
    """Build the answer around the stream (None for HEAD)."""
    length = piece.last - piece.first + 1 if piece else size
    status = 206 if piece else 200
    response: HttpResponseBase = (
        StreamingHttpResponse(_blocks(stream), status=status)
        if stream is not None
        else HttpResponse(status=status)
    )
    response["Content-Type"] = "application/zip"
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if piece:
        response["Content-Range"] = f"bytes {piece.first}-{piece.last}/{size}"
    return response


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while block := stream.read(BLOCK):
            yield block
