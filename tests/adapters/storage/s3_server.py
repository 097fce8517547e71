"""
A very small S3 server, enough for boto3 to speak real HTTP to in tests.

With LOKET_TEST_S3_ENDPOINT (and _BUCKET, _ACCESS_KEY, _SECRET_KEY) in the environment the
same tests run against a real store instead; each gets a prefix of its own.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, unquote, urlsplit

from loket.adapters.simulation import SimulatorServer, running
from loket.adapters.storage.s3 import S3Settings

_BUCKET = "loket-test"


@contextmanager
def s3_server() -> Iterator[S3Settings]:
    endpoint = os.environ.get("LOKET_TEST_S3_ENDPOINT")
    if endpoint:
        yield S3Settings(
            bucket=os.environ["LOKET_TEST_S3_BUCKET"],
            endpoint_url=endpoint,
            access_key=os.environ["LOKET_TEST_S3_ACCESS_KEY"],
            secret_key=os.environ["LOKET_TEST_S3_SECRET_KEY"],
            prefix=f"{uuid.uuid4().hex}/",
        )
        return
    objects: dict[str, bytes] = {}
    handler = type("Handler", (_Handler,), {"objects": objects})
    with running(SimulatorServer(("127.0.0.1", 0), handler)) as server:
        yield S3Settings(
            bucket=_BUCKET,
            endpoint_url=f"http://127.0.0.1:{server.server_address[1]}",
            access_key="key",
            secret_key="secret",
        )


class _Handler(BaseHTTPRequestHandler):
    objects: dict[str, bytes]
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self._body()
        self.objects[self._key()] = body
        self._give(HTTPStatus.OK)

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query:
            self._list(query.get("prefix", [""])[0])
            return
        content = self.objects.get(self._key())
        if content is None or not self._key_is_ours():
            self._refuse(HTTPStatus.NOT_FOUND, "NoSuchKey" if content is None else "NoSuchBucket")
            return
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not asked:
            self._give(HTTPStatus.OK, content)
            return
        start, last = int(asked[1]), int(asked[2] or len(content))
        if start >= len(content):
            self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "InvalidRange")
            return
        self._give(HTTPStatus.PARTIAL_CONTENT, content[start : last + 1])

    def do_HEAD(self) -> None:
        if not self._key_is_ours():
            self._give(HTTPStatus.FORBIDDEN)
        elif (content := self.objects.get(self._key())) is None:
            self._give(HTTPStatus.NOT_FOUND)
        else:
            self._give(HTTPStatus.OK, content)

    def do_DELETE(self) -> None:
        self.objects.pop(self._key(), None)
        self._give(HTTPStatus.NO_CONTENT)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _list(self, prefix: str) -> None:
        keys = sorted(key for key in self.objects if key.startswith(prefix))
        entries = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys)
        self._give(
            HTTPStatus.OK,
            f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode(),
        )

    def _key_is_ours(self) -> bool:
        return urlsplit(self.path).path.startswith(f"/{_BUCKET}/")

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{_BUCKET}/")

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _refuse(self, status: int, code: str) -> None:
        self._give(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _give(self, status: int, content: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"0"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
