"""What an installation must know to speak with SIMPONI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
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
    detail line; ``tariff_code``, ``regulation_code`` and ``account`` stand in lines that bring
    none of their own. ``notice_secrets`` are the keys pushed notices may be signed with, the
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
    tariff_code: str = ""
    regulation_code: str = ""
    account: str = ""
    date_format: str = DATE_FORMATS[0]
    time_zone: str = "Asia/Jakarta"
    timeout: float = 20
    notice_secrets: tuple[bytes, ...] = field(default=(), repr=False)
    accepts_unsigned_notices: bool = False

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> SimponiSettings:
        """
        Read plain values such as come from a settings file, secrets as text.

        :raises ValueError: for a name that is not a setting, or a missing one
        """
        secrets = tuple(str(secret).encode() for secret in values.get("notice_secrets", ()))
        try:
            return cls(**{**values, "notice_secrets": secrets})
        except TypeError as error:
            raise ValueError(str(error)) from error

    def __post_init__(self) -> None:
        address = urlsplit(self.url)
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            message = "SIMPONI's address must begin with https://"
            raise ValueError(message)
        if self.date_format not in DATE_FORMATS:
            message = f"the date format must be one of {DATE_FORMATS}"
            raise ValueError(message)
        ZoneInfo(self.time_zone)
