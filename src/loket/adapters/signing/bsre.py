"""BSrE: officials' signatures, made by the agency's Esign client service."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

import urllib3

from loket.adapters.signing.pades import not_signable
from loket.ports.failures import Failure, Rejected, Unavailable
from loket.ports.signing import SignedPdf, SigningRequest, Stamp

SIGN_PATH: Final = "/api/sign/pdf"
_MAX_ANSWER_BYTES: Final = 64 * 1024 * 1024
_OK: Final = 200
_OUR_ACCOUNT: Final = {401, 403, 404, 405, 429}
_SERVER_ERROR: Final = 500


@dataclass(frozen=True, slots=True)
class BsreSettings:
    """
    The service's address on the agency's network and our account with it. ``timeout`` in
    seconds.

    :raises ValueError: for an address that is not http or https
    """

    url: str
    username: str
    password: str = field(repr=False)
    timeout: float = 60

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in {"http", "https"}:
            message = "the Esign service's address must begin with http:// or https://"
            raise ValueError(message)

    @classmethod
    def from_url(cls, url: str, password: str) -> BsreSettings:
        """Read ``bsre+https://user@host/path``."""
        parts = urlsplit(url.removeprefix("bsre+"))
        host = parts.netloc.rpartition("@")[2]
        address = f"{parts.scheme}://{host}{parts.path}"
        return cls(address, unquote(parts.username or ""), password)


class BsreSigner:
    """The NIK and passphrase go to the service and are forgotten."""

    def __init__(self, settings: BsreSettings) -> None:
        self._settings = settings
        self._pool = urllib3.PoolManager(timeout=settings.timeout, retries=False)

    @property
    def by_hand(self) -> bool:
        return False

    @property
    def needs_passphrase(self) -> bool:
        return True

    def sign(self, request: SigningRequest) -> SignedPdf:
        settings = self._settings
        headers = urllib3.make_headers(basic_auth=f"{settings.username}:{settings.password}")
        try:
            answer = self._pool.request(
                "POST",
                settings.url.rstrip("/") + SIGN_PATH,
                fields={
                    "file": ("dokumen.pdf", request.pdf, "application/pdf"),
                    **_form(request),
                },
                headers=dict(headers),
                redirect=False,
                preload_content=False,
            )
            try:
                body = answer.read(_MAX_ANSWER_BYTES)
            finally:
                answer.close()
        except urllib3.exceptions.HTTPError as error:
            raise _unavailable() from error
        if answer.status != _OK:
            raise _failure(answer.status)
        if not body.startswith(b"%PDF-"):
            raise _unavailable()
        return SignedPdf(body, document_id=answer.headers.get("id_dokumen", ""))


def _form(request: SigningRequest) -> dict[str, str]:
    form = {
        "nik": request.nik,
        "passphrase": request.passphrase,
        "tampilan": "visible" if request.stamp else "invisible",
        "reason": request.reason,
        "location": request.location,
    }
    if request.stamp:
        form |= _place(request.stamp)
    return form


def _place(stamp: Stamp) -> dict[str, str]:
    if stamp.page < 1:
        raise not_signable()
    return {
        "image": "false",
        "linkQR": stamp.link,
        "page": str(stamp.page),
        "xAxis": str(stamp.left),
        "yAxis": str(stamp.bottom),
        "width": str(stamp.right - stamp.left),
        "height": str(stamp.top - stamp.bottom),
    }


def _failure(status: int) -> Failure:
    if status in _OUR_ACCOUNT or status >= _SERVER_ERROR:
        return _unavailable()
    return Rejected(
        "BSrE menolak penandatanganan. Periksa NIK dan frasa sandi Anda, lalu masa berlaku"
        " sertifikat Anda.",
        "BSrE refuses to sign. Check your NIK and passphrase, then whether your certificate is"
        " still valid.",
    )


def _unavailable() -> Unavailable:
    return Unavailable(
        "Layanan tanda tangan BSrE tidak dapat dipakai sekarang. Coba lagi nanti, atau"
        " tanda tangani di kertas.",
        "The BSrE signing service cannot be used now. Try again later, or sign on paper.",
    )
