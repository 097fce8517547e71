"""The simulator's page: the codes, and a button that pays one."""

from __future__ import annotations

from datetime import datetime
from html import escape

from loket.adapters.billing.simponi import wire
from loket.adapters.billing.simulator.engine import Simulator
from loket.adapters.billing.simulator.ledger import Code, Paid
from loket.adapters.simulation import page

BANNER = (
    "SIMULATOR SIMPONI: tidak ada uang yang benar-benar dibayarkan."
    " / SIMPONI SIMULATOR: no real money is paid."
)
_SHOWN = 200


def overview(engine: Simulator) -> bytes:
    at = engine.clock()
    codes = engine.ledger.codes(_SHOWN)
    rows = "".join(_row(engine, code, at) for code in codes)
    table = (
        '<div class="wide"><table><thead><tr><th>Kode billing / Code</th>'
        "<th>Jumlah / Amount (Rp)</th><th>Status</th><th>Bayar / Pay</th><th>Kedaluwarsa /"
        " Expires</th><th>Wajib bayar / Payer</th><th>Referensi / Reference</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
    empty = "<p>Belum ada kode billing. / No billing codes yet.</p>"
    plan = engine.plan
    figures = (
        f"<p>Terbayar / Paid: Rp{_grouped(engine.total())} · seed {plan.seed}"
        f" · gangguan / faults {plan.rate:.0%}</p>"
    )
    body = figures + (table if codes else empty) + _faults(engine)
    return page("Tagihan PNBP / Billings", BANNER, body)


def refused(words: str) -> bytes:
    body = f'<p role="alert">{escape(words)}</p><p><a href="/">Kembali / Back</a></p>'
    return page("Ditolak / Refused", BANNER, body)


def absent() -> bytes:
    return page("Tidak ada / Not found", BANNER, '<p><a href="/">Kembali / Back</a></p>')


def _row(engine: Simulator, code: Code, at: datetime) -> str:
    payments = engine.ledger.payments(code.code)
    states = "<br>".join(_payment(engine, paid, at) for paid in payments)
    if not payments:
        states = _open(code, at)
    cells = (
        f"<code>{escape(code.code)}</code>",
        _grouped(code.amount),
        states,
        _pay_form(code),
        escape(wire.written(code.expires_at, engine.settings)),
        escape(code.payer),
        escape(code.reference),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _open(code: Code, at: datetime) -> str:
    if code.expires_at < at:
        return "Kedaluwarsa / Expired"
    return "Belum dibayar / Unpaid"


def _payment(engine: Simulator, paid: Paid, at: datetime) -> str:
    when = escape(wire.written(paid.paid_at, engine.settings))
    told = f"Rp{_grouped(paid.amount)} · NTPN <code>{escape(paid.ntpn)}</code> · {when}"
    if paid.reversed_at is not None and paid.reversed_at <= at:
        return f"Dibatalkan / Reversed: {told}"
    if not paid.is_known(at):
        return f"Belum tampak / Not visible yet: {told}"
    return (
        f"Dibayar / Paid: {told}"
        f'<form method="post" action="/reverse"><input type="hidden" name="ntpn"'
        f' value="{escape(paid.ntpn)}"><button>Batalkan / Reverse</button></form>'
    )


def _pay_form(code: Code) -> str:
    return (
        '<form method="post" action="/pay">'
        f'<input type="hidden" name="code" value="{escape(code.code)}">'
        f'<label>Rp <input name="amount" inputmode="numeric" size="12"'
        f' placeholder="{code.amount}"></label> '
        '<label><input type="checkbox" name="force"> paksa / force</label> '
        "<button>Bayar / Pay</button></form>"
    )


def _faults(engine: Simulator) -> str:
    faults = engine.ledger.faults()[-50:]
    if not faults:
        return ""
    items = "".join(
        f"<li>{escape(wire.written(fault.at, engine.settings))} — {escape(fault.kind)}"
        f" ({escape(fault.subject)})</li>"
        for fault in reversed(faults)
    )
    return f"<h2>Gangguan terakhir / Latest faults</h2><ul>{items}</ul>"


def _grouped(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
