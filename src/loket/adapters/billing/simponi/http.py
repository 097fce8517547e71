"""One POST to SIMPONI."""

from __future__ import annotations

from urllib.parse import urlencode

import urllib3

from loket.adapters.billing.simponi.wire import FIELD
from loket.ports.failures import Unavailable

_MAX_REPLY_BYTES = 1024 * 1024
_OK = 200


class HttpTransport:
    """
    Sends one message as the form field ``simponi_req`` and returns the reply's body.

    Never repeats by itself and never follows a redirect: the message holds a password.
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=min(timeout, 10), read=timeout), retries=False
        )

    def __call__(self, message: str) -> bytes:
        try:
            answer = self._pool.request(
                "POST",
                self._url,
                body=urlencode({FIELD: message}),
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                redirect=False,
                preload_content=False,
            )
            try:
                body = answer.read(_MAX_REPLY_BYTES)
            finally:
                answer.close()
        except urllib3.exceptions.HTTPError as error:
            # The original would name the address and may quote what was sent.
            raise unavailable() from error
        if answer.status != _OK:
            raise unavailable()
        return body


def unavailable() -> Unavailable:
    return Unavailable(
        "SIMPONI tidak menjawab. Permintaan yang sama akan diulang; bila berlanjut, buat kode"
        " billing secara manual.",
        "SIMPONI does not answer. The same request will be repeated; if this goes on, make the"
        " billing code by hand.",
    )
