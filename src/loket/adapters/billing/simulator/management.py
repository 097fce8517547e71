"""The management interface: JSON over HTTP for demonstrations and tests."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from loket.adapters.billing.simponi import wire
from loket.adapters.billing.simulator.engine import Simulator
from loket.adapters.billing.simulator.paying import Pay
from loket.adapters.billing.simulator.pushing import Pusher
from loket.adapters.simulation import PageHandler
from loket.ports.failures import Rejected

_MAX_BYTES = 64 * 1024
_EXPORT = (
    "kode_billing",
    "ntpn",
    "ntb",
    "tgl_bayar",
    "jumlah_setoran",
    "bank",
    "channel",
    "wajib_bayar",
    "satker",
)


class ManagementHandler(PageHandler):
    """
    GET /status /codes /payments /faults /export.csv; POST /pay /reverse /rate /push with a
    JSON object.
    """

    def __init__(self, engine: Simulator, pusher: Pusher, *args: Any) -> None:
        self._engine = engine
        self._pusher = pusher
        super().__init__(*args)

    def show(self) -> None:
        engine, path = self._engine, urlsplit(self.path).path
        answers: dict[str, Callable[[], object]] = {
            "/status": lambda: status(engine),
            "/codes": lambda: [asdict(code) for code in engine.ledger.codes()],
            "/payments": lambda: [asdict(paid) for paid in engine.ledger.payments()],
            "/faults": lambda: [asdict(fault) for fault in engine.ledger.faults()],
        }
        if path == "/export.csv":
            self.give(export(engine), media_type="text/csv; charset=utf-8")
        elif path in answers:
            self._json(answers[path]())
        else:
            self._json({"error": "not found"}, HTTPStatus.NOT_FOUND)

    def receive(self) -> None:
        actions: dict[str, Callable[[dict[str, Any]], object]] = {
            "/pay": self._pay,
            "/reverse": self._reverse,
            "/rate": self._rate,
            "/push": lambda _: {"accepted": self._pusher.push()},
        }
        action = actions.get(urlsplit(self.path).path)
        if action is None:
            self._json({"error": "not found"}, HTTPStatus.NOT_FOUND)
            return
        try:
            self._json(action(self._body()))
        except Rejected as refusal:
            self._json({"error": refusal.en, "pesan": refusal.id}, HTTPStatus.CONFLICT)
        except (ValueError, TypeError, KeyError) as error:
            self._json({"error": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _pay(self, body: dict[str, Any]) -> object:
        if body.get("amount") is not None:
            body["amount"] = int(body["amount"])
        return asdict(self._engine.pay(str(body.pop("code")), Pay(**body)))

    def _reverse(self, body: dict[str, Any]) -> object:
        self._engine.reverse(str(body["ntpn"]))
        return status(self._engine)

    def _rate(self, body: dict[str, Any]) -> object:
        self._engine.plan = self._engine.plan.at_rate(float(body["rate"]))
        return status(self._engine)

    def _body(self) -> dict[str, Any]:
        size = min(int(self.headers.get("Content-Length") or 0), _MAX_BYTES)
        body = json.loads(self.rfile.read(size) or b"{}")
        if not isinstance(body, dict):
            message = "a JSON object is expected"
            raise TypeError(message)
        return body

    def _json(self, answer: object, status: int = HTTPStatus.OK) -> None:
        content = json.dumps(answer, default=str).encode()
        self.give(content, status=status, media_type="application/json")


def status(engine: Simulator) -> dict[str, object]:
    return {
        "seed": engine.plan.seed,
        "rate": engine.plan.rate,
        "paid_rupiah": engine.total(),
        "codes": len(engine.ledger.codes()),
        "faults": len(engine.ledger.faults()),
    }


def export(engine: Simulator) -> bytes:
    """Return what is known to be paid as the file a reconciliation reads."""
    text, at = io.StringIO(), engine.clock()
    writer = csv.writer(text)
    writer.writerow(_EXPORT)
    for paid in engine.ledger.payments():
        code = engine.ledger.code(paid.code)
        if code is not None and paid.is_known(at):
            when = wire.written(paid.paid_at, engine.settings)
            row = (paid.code, paid.ntpn, paid.ntb, when, paid.amount, paid.bank, paid.channel)
            writer.writerow((*row, code.payer, code.satker))
    return text.getvalue().encode()
