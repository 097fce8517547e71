"""SIMPONI behind the billing port."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NoReturn

from loket.adapters.billing.simponi import notices, wire
from loket.adapters.billing.simponi.http import unavailable
from loket.adapters.billing.simponi.settings import SimponiSettings
from loket.ports.billing import (
    BillingCode,
    BillingRequest,
    Capabilities,
    NeedsHand,
    Payment,
    PaymentNotice,
    checked_code,
)
from loket.ports.failures import Rejected, Unavailable

_OK = "00"
_NOT_FOUND = "NF"
_ACCEPTED, _FAILED_OR_TWIN = 3, 2

_REFUSALS = {
    "30": ("jumlah isian tidak sesuai", "wrong number of fields"),
    "99": ("bentuk permintaan tidak dikenal", "request not understood"),
    "ID": ("ada isian yang tidak sah", "a field is not valid"),
    "IS": ("kode satker tidak sah", "the satker code is not valid"),
    "IU": ("akun SIMPONI tidak sah", "the SIMPONI account is not valid"),
}

Transport = Callable[[str], bytes]
"""Sends one message, returns the reply's body; raises Unavailable."""


class SimponiBilling:
    def __init__(
        self, settings: SimponiSettings, transport: Transport, clock: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._clock = clock

    def capabilities(self) -> Capabilities:
        notified = bool(self._settings.notice_secrets) or self._settings.accepts_unsigned_notices
        return Capabilities(by_hand=False, can_inquire=True, can_notify=notified)

    def issue(self, request: BillingRequest) -> BillingCode | NeedsHand:
        reply = self._ask(wire.create(self._settings, request))
        if reply.code != _OK:
            _refuse(reply.code)
        try:
            return wire.read_code(reply.data, self._settings, asked_at=self._clock())
        except wire.Unreadable as error:
            raise _strange() from error

    def payment(self, code: str, *, satker: str = "") -> Payment | None:
        code = checked_code(code)
        reply = self._ask(wire.inquire(self._settings, code, satker))
        if reply.code == _NOT_FOUND:
            # Not yet paid, or unknown: SIMPONI says the same to both.
            return None
        if reply.code != _OK:
            _refuse(reply.code)
        try:
            return wire.read_payment(code, reply.data, self._settings)
        except wire.Unreadable as error:
            raise _strange() from error

    def read_notice(
        self, headers: Mapping[str, str], body: bytes, *, at: datetime
    ) -> PaymentNotice:
        settings = self._settings
        id = notices.signed_id(headers, body, at=at, secrets=settings.notice_secrets)
        if id is None and not settings.accepts_unsigned_notices:
            raise Rejected(
                "Pemberitahuan pembayaran tidak ditandatangani oleh SIMPONI atau sudah terlalu"
                " lama. Periksa kunci pemberitahuan dan jam server.",
                "The payment notice is not signed by SIMPONI, or is too old. Check the notice"
                " keys and the server's clock.",
            )
        try:
            reference, payment = wire.read_notice(body, settings)
        except wire.Unreadable as error:
            raise Rejected(
                "Pemberitahuan pembayaran tidak dapat dibaca. Status tagihan akan ditanyakan"
                " langsung ke SIMPONI.",
                "The payment notice cannot be read. SIMPONI will be asked about the billing.",
            ) from error
        return PaymentNotice(
            id=id or f"{reference}:{payment.ntpn}", payment=payment, signed=id is not None
        )

    def answer_notice(self, *, accepted: bool) -> bytes:
        code = _ACCEPTED if accepted else _FAILED_OR_TWIN
        return json.dumps({"simponi_result": {"response_code": code}}).encode()

    def _ask(self, message: str) -> wire.Reply:
        try:
            return wire.read_reply(self._transport(message))
        except wire.Unreadable as error:
            raise _strange() from error


def _refuse(code: str) -> NoReturn:
    if code not in _REFUSALS:
        raise unavailable()
    id, en = _REFUSALS[code]
    raise Rejected(
        f"SIMPONI menolak permintaan (kode {code}: {id}). Minta administrator memeriksa"
        " pengaturan SIMPONI.",
        f"SIMPONI refuses the request (code {code}: {en}). Ask the administrator to check the"
        " SIMPONI settings.",
    )


def _strange() -> Unavailable:
    return Unavailable(
        "Jawaban SIMPONI tidak dapat dibaca. Permintaan yang sama akan diulang.",
        "SIMPONI's answer cannot be read. The same request will be repeated.",
    )
