"""The messages of SIMPONI's web service, as plain lists of fields."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from loket.adapters.billing.simponi.settings import DATE_FORMATS, SimponiSettings
from loket.ports.billing import BillingCode, BillingRequest, Payment, checked_code, checked_ntpn
from loket.ports.failures import Rejected

CREATE: Final = "billingcode_v4"
INQUIRE: Final = "inquirybilling_v2"
NOTIFY: Final = "activeinquiry"
FIELD: Final = "simponi_req"

NO_NPWP: Final = "9" * 15
NO_NIK: Final = "9" * 16

_DATES: Final = ("%Y-%m-%d", "%d-%m-%Y")


class Unreadable(Exception):
    """The other side wrote something that is not a message of this service."""


@dataclass(frozen=True, slots=True)
class Reply:
    code: str
    data: list[str]


def create(settings: SimponiSettings, request: BillingRequest) -> str:
    """Return the JSON that asks for a billing code."""
    satker = request.satker or settings.satker
    header = [
        request.reference,
        settings.user_id,
        settings.password,
        written(request.expires_at, settings),
        settings.ministry,
        settings.unit,
        satker,
        settings.revenue_kind,
        settings.currency,
        str(request.amount),
        request.payer_name,
        settings.collecting_satker or satker,
        request.npwp or NO_NPWP,
        request.nik or NO_NIK,
    ]
    detail = [
        [
            request.payer_name,
            line.tariff_code or settings.tariff_code,
            line.regulation_code or settings.regulation_code,
            line.account or settings.account,
            str(line.price),
            str(line.volume),
            line.unit,
            str(line.total),
            request.location or settings.location,
            request.regency or settings.regency,
        ]
        for line in request.lines
    ]
    return _json({"method": CREATE, "data": {"header": header, "detail": detail}})


def inquire(settings: SimponiSettings, code: str, satker: str) -> str:
    """Return the JSON that asks whether a code was paid."""
    data = [
        code,
        settings.user_id,
        settings.password,
        code,
        settings.ministry,
        settings.unit,
        satker or settings.satker,
    ]
    return _json({"method": INQUIRE, "data": data})


def read_reply(body: bytes) -> Reply:
    """
    :raises Unreadable: if it is not a reply of this service
    """
    match _parsed(body):
        case {"response": {"code": str(code), **rest}}:
            return Reply(code, _texts(rest.get("data")))
    raise Unreadable


def read_code(data: list[str], settings: SimponiSettings, *, asked_at: datetime) -> BillingCode:
    """
    Read ``[simponi_trx_id, kode_billing, tgl_billing, tgl_expired]``.

    :raises Unreadable: if a field is missing or makes no sense
    """
    try:
        reference, code, issued, expires = data[:4]
        return BillingCode(
            code=checked_code(code),
            issued_at=read_instant(issued, settings) if issued else asked_at,
            expires_at=read_instant(expires, settings),
            provider_reference=reference,
        )
    except (ValueError, Rejected) as error:
        raise Unreadable from error


def read_payment(code: str, data: list[str], settings: SimponiSettings) -> Payment | None:
    """
    Read ``[trx, NTB, NTPN, tgl_bayar, bank, channel, tgl_buku]`` and an amount, if given.

    Without an NTPN the money has not reached the treasury: None.

    :raises Unreadable: if a field is missing or makes no sense
    """
    try:
        _, ntb, ntpn, paid, bank, channel, booked, *more = data
        if not ntpn.strip():
            return None
        return Payment(
            code=code,
            ntpn=checked_ntpn(ntpn),
            ntb=ntb.strip().upper(),
            paid_at=read_instant(paid, settings),
            bank=bank,
            channel=channel,
            booked_on=_read_date(booked) if booked else None,
            amount=int(more[0]) if more and more[0] else None,
        )
    except (ValueError, Rejected) as error:
        raise Unreadable from error


def read_notice(body: bytes, settings: SimponiSettings) -> tuple[str, Payment]:
    """
    Read ``[simponi_id, billing, NTPN, NTB, date_paid, bank, channel]`` and an amount, if given.

    Returns SIMPONI's own id beside the payment.

    :raises Unreadable: if it is not such a notice
    """
    match _parsed(body):
        case {"simponi_req": {"method": "activeinquiry", "data": list(raw)}}:
            data = _texts(raw)
        case _:
            raise Unreadable
    try:
        reference, code, ntpn, ntb, paid, bank, channel, *more = data
        payment = Payment(
            code=checked_code(code),
            ntpn=checked_ntpn(ntpn),
            ntb=ntb.strip().upper(),
            paid_at=read_instant(paid, settings),
            bank=bank,
            channel=channel,
            amount=int(more[0]) if more and more[0] else None,
        )
    except (ValueError, Rejected) as error:
        raise Unreadable from error
    return reference, payment


def written(instant: datetime, settings: SimponiSettings) -> str:
    return instant.astimezone(ZoneInfo(settings.time_zone)).strftime(settings.date_format)


def read_instant(text: str, settings: SimponiSettings) -> datetime:
    """
    Read an instant written in SIMPONI's time zone, in either of the known formats; in UTC.

    :raises ValueError: if it is in neither
    """
    for pattern in DATE_FORMATS:
        with suppress(ValueError):
            local = datetime.strptime(text.strip(), pattern)  # noqa: DTZ007 -- the next line
            return local.replace(tzinfo=ZoneInfo(settings.time_zone)).astimezone(UTC)
    message = "not an instant as SIMPONI writes it"
    raise ValueError(message)


def _read_date(text: str) -> date:
    for pattern in _DATES:
        with suppress(ValueError):
            return datetime.strptime(text.strip()[:10], pattern).date()  # noqa: DTZ007 -- a day
    message = "not a date as SIMPONI writes it"
    raise ValueError(message)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error


def _texts(data: object) -> list[str]:
    if not isinstance(data, list):
        return []
    return ["" if value is None else str(value) for value in data]


def _json(message: object) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
