"""Reading and answering the messages of the web service, on SIMPONI's side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loket.adapters.billing.simponi import wire
from loket.adapters.billing.simponi.settings import SimponiSettings
from loket.adapters.billing.simulator.ledger import Code, Paid

_HEADER_FIELDS: Final = 14
_DETAIL_FIELDS: Final = 10
_INQUIRY_FIELDS: Final = 7

_MESSAGES: Final = {
    "00": "Sukses",
    "30": "Jumlah parameter salah",
    "99": "Format permintaan salah",
    "ID": "Parameter tidak valid",
    "IS": "Satker tidak valid",
    "IU": "User tidak valid",
    "NF": "Data tidak ditemukan",
    "GE": "Kesalahan umum",
}


class Refusal(Exception):
    """The request is answered with a code other than 00."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Order:
    """What a create request asks for."""

    reference: str
    satker: str
    payer: str
    amount: int
    expires_at: datetime
    fingerprint: str


def method_of(message: str) -> tuple[str, Any]:
    """
    Return the method and its data.

    :raises Refusal: 99 if it is not a request
    """
    try:
        parsed = json.loads(message)
    except (ValueError, RecursionError) as error:
        raise Refusal("99") from error
    match parsed:
        case {"method": str(method), "data": data}:
            return method, data
    raise Refusal("99")


def read_order(data: Any, settings: SimponiSettings, *, at: datetime) -> Order:
    """
    :raises Refusal: with SIMPONI's code for what is wrong
    """
    match data:
        case {"header": list(header), "detail": list(detail)}:
            pass
        case _:
            raise Refusal("99")
    if len(header) != _HEADER_FIELDS or not detail:
        raise Refusal("30")
    if any(not isinstance(line, list) or len(line) != _DETAIL_FIELDS for line in detail):
        raise Refusal("30")
    _known(settings, header[1], header[2], header[4], header[6])
    try:
        amount = int(header[9])
        expires_at = wire.read_instant(str(header[3]), settings)
        adds_up = _adds_up(detail, amount)
    except ValueError as error:
        raise Refusal("ID") from error
    if not adds_up or expires_at <= at or not header[0] or not str(header[10]).strip():
        raise Refusal("ID")
    fingerprint = json.dumps([header[4:], detail], sort_keys=True)
    return Order(str(header[0]), str(header[6]), str(header[10]), amount, expires_at, fingerprint)


def read_question(data: Any, settings: SimponiSettings) -> str:
    """
    Return the billing code asked about.

    :raises Refusal: with SIMPONI's code for what is wrong
    """
    if not isinstance(data, list):
        raise Refusal("99")
    if len(data) != _INQUIRY_FIELDS:
        raise Refusal("30")
    _known(settings, data[1], data[2], data[4], data[6])
    return str(data[3])


def answer(code: str, data: Sequence[str] = ()) -> bytes:
    response = {"code": code, "message": _MESSAGES[code], "data": list(data)}
    return json.dumps({"response": response}).encode()


def code_answer(code: Code, settings: SimponiSettings) -> bytes:
    return answer(
        "00",
        [
            f"SIM-{code.code[-6:]}",
            code.code,
            wire.written(code.issued_at, settings),
            wire.written(code.expires_at, settings),
        ],
    )


def payment_answer(paid: Paid, settings: SimponiSettings) -> bytes:
    """An eighth field tells the amount: the real service does not repeat it."""
    when = wire.written(paid.paid_at, settings)
    booked = when[:10]
    return answer(
        "00",
        [
            f"SIM-{paid.code[-6:]}",
            paid.ntb,
            paid.ntpn,
            when,
            paid.bank,
            paid.channel,
            booked,
            str(paid.amount),
        ],
    )


def notice_body(paid: Paid, code: str, settings: SimponiSettings) -> bytes:
    data = [
        f"SIM-{paid.code[-6:]}",
        code,
        paid.ntpn,
        paid.ntb,
        wire.written(paid.paid_at, settings),
        paid.bank,
        paid.channel,
        str(paid.amount),
    ]
    return json.dumps({"simponi_req": {"method": wire.NOTIFY, "data": data}}).encode()


def _known(
    settings: SimponiSettings, user: Any, password: Any, ministry: Any, satker: Any
) -> None:
    if (user, password) != (settings.user_id, settings.password) or ministry != settings.ministry:
        raise Refusal("IU")
    if not str(satker).strip():
        raise Refusal("IS")


def _adds_up(detail: list[list[Any]], amount: int) -> bool:
    lines = [(int(line[4]), int(line[5]), int(line[7])) for line in detail]
    right = all(price * volume == total for price, volume, total in lines)
    return right and amount > 0 and sum(total for _, _, total in lines) == amount
