"""The contract of file storage, over every implementation."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.storage.s3_server import s3_server

from loket.adapters.storage.disk import DiskStorage
from loket.adapters.storage.s3 import S3Settings, S3Storage
from loket.ports.failures import Unavailable
from loket.ports.storage import Blob, Missing, Storage, is_intact

CONTENT = bytes(range(256)) * 2735
NAME = hashlib.sha256(CONTENT).hexdigest()
ABSENT = "0" * 64


@pytest.fixture(params=["disk", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    if request.param == "disk":
        yield DiskStorage(tmp_path / "blobs")
        return
    with s3_server() as settings:
        yield S3Storage(settings)


def test_puts_and_gives_back_the_same_bytes(storage: Storage) -> None:
    blob = storage.put(io.BytesIO(CONTENT))

    assert blob == Blob(NAME, len(CONTENT))
    with storage.open(blob.sha256) as stored:
        assert stored.read() == CONTENT
    assert storage.size(NAME) == len(CONTENT)
    assert is_intact(storage, blob)


def test_stores_the_same_bytes_once(storage: Storage) -> None:
    first = storage.put(io.BytesIO(CONTENT))
    second = storage.put(io.BytesIO(CONTENT))

    assert first == second
    assert list(storage.names()) == [NAME]


def test_stores_the_empty_file(storage: Storage) -> None:
    blob = storage.put(io.BytesIO())

    assert blob.size == 0
    with storage.open(blob.sha256) as stored:
        assert stored.read() == b""
    with storage.open(blob.sha256, 0, 10) as stored:
        assert stored.read() == b""


@pytest.mark.parametrize(
    ("start", "length"),
    [
        (0, 1),
        (0, 700_000),
        (1, None),
        (699_999, 1),
        (699_999, 50),
        (700_000, 5),
        (900_000, None),
        (1234, 65_536),
        (10, 0),
    ],
)
def test_reads_a_range(storage: Storage, start: int, length: int | None) -> None:
    storage.put(io.BytesIO(CONTENT))
    end = None if length is None else start + length

    with storage.open(NAME, start, length) as stored:
        assert stored.read() == CONTENT[start:end]


def test_says_what_is_missing(storage: Storage) -> None:
    assert not storage.exists(ABSENT)
    with pytest.raises(Missing):
        storage.open(ABSENT)
    with pytest.raises(Missing):
        storage.open(ABSENT, 5, 5)
    with pytest.raises(Missing):
        storage.open(ABSENT, 5, 0)
    with pytest.raises(Missing):
        storage.size(ABSENT)
    with pytest.raises(Missing), storage.local(ABSENT):
        pass
    assert not is_intact(storage, Blob(ABSENT, 1))


def test_deletes_and_does_not_mind_a_twin(storage: Storage) -> None:
    storage.put(io.BytesIO(CONTENT))

    storage.delete(NAME)
    storage.delete(NAME)

    assert not storage.exists(NAME)
    assert list(storage.names()) == []


def test_lends_a_path(storage: Storage) -> None:
    storage.put(io.BytesIO(CONTENT))

    with storage.local(NAME) as path:
        assert path.read_bytes() == CONTENT


@pytest.mark.parametrize("name", ["../../etc/passwd", NAME.upper(), NAME[:63], "", f"{NAME}\n"])
def test_takes_no_name_that_is_not_a_hash(storage: Storage, name: str) -> None:
    storage.put(io.BytesIO(CONTENT))

    for question in (storage.exists, storage.open, storage.delete, storage.size):
        with pytest.raises(ValueError, match="hexadecimal"):
            question(name)


def test_disk_keeps_nothing_of_a_stream_that_breaks(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)

    with pytest.raises(Unavailable):
        storage.put(_Breaking())  # type: ignore[arg-type]

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_disk_sees_bytes_that_were_altered(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    blob = storage.put(io.BytesIO(CONTENT))
    path = next(path for path in tmp_path.rglob("*") if path.is_file())
    assert path.stat().st_mode & 0o777 == 0o440
    path.chmod(0o600)
    path.write_bytes(CONTENT[:-1] + bytes([CONTENT[-1] ^ 1]))

    assert not is_intact(storage, blob)


def test_disk_says_when_the_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Unavailable):
        DiskStorage(tmp_path / "file" / "blobs").put(io.BytesIO(b"x"))


def test_s3_says_when_nobody_answers() -> None:
    settings = S3Settings(
        bucket="loket",
        endpoint_url="http://127.0.0.1:9",
        access_key="a",
        secret_key="b",
        connect_timeout=0.2,
    )

    with pytest.raises(Unavailable):
        S3Storage(settings).put(io.BytesIO(b"x"))


def test_s3_says_when_the_key_is_wrong() -> None:
    with s3_server() as settings:
        stranger = S3Settings(
            bucket="nobody's", endpoint_url=settings.endpoint_url, access_key="a", secret_key="b"
        )
        with pytest.raises(Unavailable):
            S3Storage(stranger).exists(NAME)


def test_s3_secrets_are_not_shown() -> None:
    settings = S3Settings(bucket="b", access_key="AKIAVISIBLE", secret_key="hush-hush")

    assert "hush" not in repr(settings)
    assert "AKIAVISIBLE" not in repr(settings)


class _Breaking(io.RawIOBase):
    def __init__(self) -> None:
        self._left = 2

    def read(self, size: int = -1) -> bytes:
        self._left -= 1
        if self._left < 0:
            message = "the connection broke"
            raise OSError(message)
        return b"half"
