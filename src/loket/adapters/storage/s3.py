"""Blobs in any store that speaks S3."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from loket.adapters.storage.copying import copy
from loket.adapters.storage.ranges import buffered
from loket.ports.failures import Unavailable
from loket.ports.storage import Blob, Missing, checked_name

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from types_boto3_s3 import S3Client
    from typing_extensions import Buffer

_ABSENT = {"404", "NoSuchKey", "NotFound"}
_PAST_THE_END = {"416", "InvalidRange"}


@dataclass(frozen=True, slots=True)
class S3Settings:
    """Where the bucket is; ``prefix`` lets several installations share one. Times in seconds."""

    bucket: str
    endpoint_url: str | None = None
    region: str = "us-east-1"
    access_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    prefix: str = "blobs/"
    connect_timeout: float = 5
    read_timeout: float = 30

    @classmethod
    def from_url(cls, url: str, access_key: str = "", secret_key: str = "") -> S3Settings:
        """Read ``s3://bucket/prefix?endpoint=https://…&region=…``."""
        parts = urlsplit(url)
        options = {name: values[0] for name, values in parse_qs(parts.query).items()}
        prefix = parts.path.strip("/")
        return cls(
            bucket=parts.netloc,
            endpoint_url=options.get("endpoint"),
            region=options.get("region", "us-east-1"),
            access_key=access_key,
            secret_key=secret_key,
            prefix=f"{prefix}/" if prefix else "",
        )


class S3Storage:
    def __init__(self, settings: S3Settings) -> None:
        self._bucket = settings.bucket
        self._prefix = settings.prefix
        self._client = _client(settings)

    def put(self, stream: BinaryIO) -> Blob:
        with tempfile.TemporaryFile() as spool:
            blob = copy(stream, spool)
            if self._has(blob):
                return blob
            spool.seek(0)
            with _failures():
                self._client.upload_fileobj(spool, self._bucket, self._key(blob.sha256))
        if not self._has(blob):
            raise _unavailable()
        return blob

    def open(self, sha256: str, start: int = 0, length: int | None = None) -> BinaryIO:
        key = self._key(sha256)
        if length is not None and length <= 0:
            self.size(sha256)
            return io.BytesIO()
        try:
            with _failures():
                if not start and length is None:
                    answer = self._client.get_object(Bucket=self._bucket, Key=key)
                else:
                    last = "" if length is None else str(start + length - 1)
                    answer = self._client.get_object(
                        Bucket=self._bucket, Key=key, Range=f"bytes={start}-{last}"
                    )
        except _PastTheEnd:
            return io.BytesIO()
        return buffered(_Body(answer["Body"]))

    def size(self, sha256: str) -> int:
        with _failures():
            answer = self._client.head_object(Bucket=self._bucket, Key=self._key(sha256))
        return answer["ContentLength"]

    def exists(self, sha256: str) -> bool:
        try:
            self.size(sha256)
        except Missing:
            return False
        return True

    def delete(self, sha256: str) -> None:
        with _failures():
            self._client.delete_object(Bucket=self._bucket, Key=self._key(sha256))

    def names(self) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2")
        with _failures():
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for entry in page.get("Contents", []):
                    yield checked_name(entry["Key"].rpartition("/")[2])

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / checked_name(sha256)
            with self.open(sha256) as stored, path.open("wb") as target:
                copy(stored, target)
            yield path

    def _has(self, blob: Blob) -> bool:
        try:
            return self.size(blob.sha256) == blob.size
        except Missing:
            return False

    def _key(self, sha256: str) -> str:
        return f"{self._prefix}{checked_name(sha256)[:2]}/{sha256}"


class _PastTheEnd(Exception):
    """The range starts where the blob has already ended."""


class _Body(io.RawIOBase):
    """The answer's body, whose broken connection is our kind of failure."""

    def __init__(self, body: StreamingBody) -> None:
        self._body = body

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        with _failures():
            piece = self._body.read(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._body.close()
        super().close()


def _client(settings: S3Settings) -> S3Client:
    return boto3.client(
        "s3",
        endpoint_url=settings.endpoint_url,
        region_name=settings.region,
        aws_access_key_id=settings.access_key or None,
        aws_secret_access_key=settings.secret_key or None,
        config=Config(
            connect_timeout=settings.connect_timeout,
            read_timeout=settings.read_timeout,
            retries={"max_attempts": 3, "mode": "standard"},
            # Stores that only speak the older S3 refuse the newer checksum headers.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"},
        ),
    )


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in _ABSENT:
            raise Missing from error
        if code in _PAST_THE_END:
            raise _PastTheEnd from error
        raise _unavailable() from error
    except (BotoCoreError, OSError) as error:
        raise _unavailable() from error


def _unavailable() -> Unavailable:
    return Unavailable(
        "Penyimpanan berkas sedang tidak dapat dihubungi. Coba lagi beberapa saat lagi.",
        "The file storage cannot be reached now. Try again in a while.",
    )
