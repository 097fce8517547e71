"""Which column is which: headers as SIMPONI, its receipts and people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "code": (
        "kodebilling",
        "kodebillingpnbp",
        "idbilling",
        "nobilling",
        "nomorbilling",
        "billingcode",
        "billing",
    ),
    "ntpn": ("ntpn", "nontpn", "nomorntpn", "nomortransaksipenerimaannegara"),
    "ntb": ("ntb", "ntp", "ntbntp", "nontb", "nomorntb", "nomortransaksibank"),
    "total": ("totaldisetor", "totalsetoran", "totalnominal", "totalnominalbilling", "total"),
    "amount": (
        "jumlahsetoran",
        "jumlahsetor",
        "jumlah",
        "nominal",
        "nilai",
        "nilaisetoran",
        "nilaisetor",
        "jumlahbayar",
        "jumlahpembayaran",
        "amount",
    ),
    "paid": (
        "tglbayar",
        "tanggalbayar",
        "tglpembayaran",
        "tanggalpembayaran",
        "tglsetor",
        "tanggalsetor",
        "waktubayar",
        "waktupembayaran",
        "datepaid",
        "paidat",
    ),
    "paid_time": ("jambayar", "jampembayaran", "waktu"),
    "bank": ("bank", "bankpersepsi", "bankposfintechbayar", "bankpos", "namabank", "bankbayar"),
    "channel": ("channel", "channelbayar", "saluran", "saluranbayar"),
    "payer": (
        "wajibbayar",
        "namawajibbayar",
        "namawajibsetor",
        "namawajibsetorwajibbayar",
        "wajibsetor",
        "penyetor",
        "namapenyetor",
    ),
    "satker": ("satker", "kodesatker", "satuankerja", "kdsatker"),
    "status": ("status", "statusbayar", "statuspembayaran", "statusbilling"),
    "kind": ("kodeakun", "akun", "jenissetoran"),
}
NEEDED: Final = ("code", "ntpn", "paid")
_UNITS = re.compile(r"\((?:rp|idr|rupiah)\)", re.IGNORECASE)
_NAMES = {alias: name for name, aliases in ALIASES.items() for alias in aliases}


def columns_of(cells: Sequence[Any]) -> dict[str, int] | None:
    """Return where each known column stands, or None if this row is no header."""
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        name = _NAMES.get(_plain(cell))
        if name is not None:
            found.setdefault(name, position)
    has_amount = "total" in found or "amount" in found
    return found if has_amount and all(name in found for name in NEEDED) else None


def _plain(cell: Any) -> str:
    text = _UNITS.sub("", str(cell or ""))
    return re.sub(r"[^a-z0-9]", "", text.lower().removesuffix(" rp"))
