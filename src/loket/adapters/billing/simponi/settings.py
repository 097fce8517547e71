"""What an installation must know to speak with SIMPONI."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

DATE_FORMATS = ("%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M:%S")
"""The two ways of writing an instant that have been seen in use."""

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class SimponiSettings:
    """
    The address, the account, and the codes that stand in every request.

    ``collecting_satker`` is the twelfth field of the header, where some agencies send an
    account code instead; empty means the satker. ``location`` and ``regency`` close each
    detail line. ``notice_secrets`` are the keys pushed notices may be signed with, the
    newest first. ``timeout`` is in seconds for each attempt.

    :raises ValueError: for an address without TLS (except this machine), or an unknown format
    """

    url: str
    user_id: str
    password: str = field(repr=False)
    satker: str
    ministry: str = "054"
    unit: str = "01"
    revenue_kind: str = "F"
    currency: str = "1"
    collecting_satker: str = ""
    location: str = ""
    regency: str = ""
    date_format: str = DATE_FORMATS[0]
    time_zone: str = "Asia/Jakarta"
    timeout: float = 20
    notice_secrets: tuple[bytes, ...] = field(default=(), repr=False)
    accepts_unsigned_notices: bool = False

    def __post_init__(self) -> None:
        address = urlsplit(self.url)
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            message = "SIMPONI's address must begin with https://"
            raise ValueError(message)
        if self.date_format not in DATE_FORMATS:
            message = f"the date format must be one of {DATE_FORMATS}"
            raise ValueError(message)
        ZoneInfo(self.time_zone)
