"""One cell as a code, an amount, an instant. Numbers that a spreadsheet mangled are refused."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from loket.ports.billing import CODE_DIGITS, checked_code, checked_ntpn
from loket.ports.failures import Rejected
from loket.rules.rupiah import parse_rupiah
from loket.rules.wording import RuleError

JAKARTA: Final = ZoneInfo("Asia/Jakarta")  # SIMPONI's clock
_SCIENTIFIC = re.compile(r"^[0-9]+(?:[.,][0-9]+)?E\+?[0-9]+$", re.IGNORECASE)
_CURRENCY = re.compile(r"\s*\((?:idr|rp)\)\s*$", re.IGNORECASE)
_INSTANTS: Final = (
    "%d-%m-%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%Y-%m-%d %H:%M",
    "%d/%m/%Y %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%d-%m-%Y %H.%M.%S",
    "%d/%m/%Y %H.%M",
)
_DAYS: Final = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d")


def text_of(cell: Any) -> str:
    """Return what stands in the cell; whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip().strip("'\u00a0").strip()


def code_of(cell: Any) -> str:
    """
    :raises RuleError: if it is no billing code, or a spreadsheet has rounded it
    """
    text = text_of(cell)
    if _SCIENTIFIC.match(text):
        raise RuleError(
            "Kode billing tertulis dalam notasi ilmiah; angkanya hilang. Unduh lagi dari "
            "SIMPONI dan unggah tanpa membukanya di Excel.",
            "The billing code is written in scientific notation; its digits are lost. Download "
            "it from SIMPONI again and upload it without opening it in Excel.",
        )
    if text.isdigit() and len(text) == CODE_DIGITS - 1:
        text = text.zfill(CODE_DIGITS)  # a spreadsheet takes the zero in front away
    return _checked(checked_code, text)


def ntpn_of(cell: Any) -> str:
    """
    :raises RuleError: if it is no NTPN
    """
    return _checked(checked_ntpn, text_of(cell))


def amount_of(cell: Any) -> int:
    """
    :raises RuleError: if it is not a whole number of rupiah above zero
    """
    amount = _rupiah(cell)
    if amount <= 0:
        raise RuleError(
            "Jumlah harus lebih dari nol; pembatalan ditandai pada kolom status.",
            "The amount must be above zero; a reversal is marked in the status column.",
        )
    return amount


def _rupiah(cell: Any) -> int:
    if isinstance(cell, bool):
        return parse_rupiah("")
    if isinstance(cell, (int, float)) and cell < 0:
        return 0
    return parse_rupiah(_CURRENCY.sub("", text_of(cell)))


def day_and_instant(cell: Any, clock: Any = None) -> tuple[date, datetime | None]:
    """
    Return the day and, where the file tells the time, the instant in UTC.

    :param clock: the cell of a column of its own for the time, if there is one
    :raises RuleError: if it is no date
    """
    if isinstance(cell, datetime):
        local = cell.replace(tzinfo=None)
        told = local.time() != time() or clock is None
        return local.date(), _instant(local) if told and local.time() != time() else None
    if isinstance(cell, date):
        return cell, None
    text = re.sub(r"\s+", " ", " ".join([text_of(cell), text_of(clock)])).strip()
    text = re.sub(r"\s*(?:WIB|\+07:?00)$", "", text)
    for pattern in _INSTANTS:
        with suppress(ValueError):
            local = datetime.strptime(text, pattern)  # noqa: DTZ007 -- the next line
            return local.date(), _instant(local)
    for pattern in _DAYS:
        with suppress(ValueError):
            return datetime.strptime(text, pattern).date(), None  # noqa: DTZ007 -- a day
    raise RuleError(
        "Tanggal bayar tidak terbaca. Bentuknya seperti 22-09-2022 07:21:16.",
        "The date of payment cannot be read. It looks like 22-09-2022 07:21:16.",
    )


def _instant(local: datetime) -> datetime:
    return local.replace(tzinfo=JAKARTA).astimezone(UTC)


def _checked(check: Any, text: str) -> str:
    try:
        return str(check(text))
    except Rejected as error:
        raise RuleError(error.id, error.en) from error
