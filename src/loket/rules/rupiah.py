"""Rupiah: whole numbers only, written and read the way people write them."""

from __future__ import annotations

import re
import unicodedata

from loket.rules.figures import grouped
from loket.rules.wording import Language, RuleError

MAX_RUPIAH = 10**15 - 1
_LONGEST_INPUT = 40

_PREFIX = re.compile(r"^(?:rp|idr)\.?\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*(?:rupiah|idr)$", re.IGNORECASE)
_DASH_CENTS = re.compile(r"[.,]\s*[-–—]+$")  # the Indonesian habit of writing 20.000,-
_SCALED = re.compile(
    r"^(?P<whole>[0-9]{1,6})(?:[.,](?P<fraction>[0-9]{1,2}))?\s*"
    r"(?P<word>ribu|rb|k|juta|jt|miliar|milyar|triliun)$",
    re.IGNORECASE,
)
_SCALES = {
    "ribu": 10**3,
    "rb": 10**3,
    "k": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
}
_PLAIN = re.compile(r"^[0-9]+(?:[.,](?P<cents>[0-9]{1,2}))?$")
_GROUPED = re.compile(
    r"^[0-9]{1,3}(?P<mark>[., ])[0-9]{3}(?:(?P=mark)[0-9]{3})*"
    r"(?:(?!(?P=mark))[.,](?P<cents>[0-9]{1,2}))?$"
)


def format_rupiah(amount: int, language: Language = "id", *, cents: bool = False) -> str:
    """
    Write an amount: Rp1.250.000, or Rp1.250.000,00 with ``cents``.

    English papers use English marks (Rp1,250,000.00), since a foreign reader takes a
    full stop for a decimal point.
    """
    sign = "-" if amount < 0 else ""
    tail = "" if not cents else (".00" if language == "en" else ",00")
    return f"{sign}Rp{grouped(abs(amount), language)}{tail}"


def parse_rupiah(typed: str) -> int:
    """
    Read an amount as people type it: 1250000, Rp1.250.000,00, IDR 1,250,000, 1,5 juta.

    :raises RuleError: not an amount, not whole rupiah, negative, or above 999 trillion
    """
    text = _tidy(typed) if len(typed) <= _LONGEST_INPUT else ""
    amount = _scaled(text)
    if amount is None:
        amount = _figures(text)
    if amount > MAX_RUPIAH:
        raise RuleError(
            "Jumlah terlalu besar. Tulis paling banyak 15 angka.",
            "The amount is too large. Write at most 15 digits.",
        )
    return amount


def _tidy(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).strip()
    text = _SUFFIX.sub("", _PREFIX.sub("", text))
    return re.sub(r"\s+", " ", _DASH_CENTS.sub("", text)).strip()


def _scaled(text: str) -> int | None:
    found = _SCALED.match(text)
    if not found:
        return None
    scale = _SCALES[found["word"].lower()]
    fraction = (found["fraction"] or "").ljust(2, "0")
    return int(found["whole"]) * scale + int(fraction) * scale // 100


def _figures(text: str) -> int:
    found = _PLAIN.match(text) or _GROUPED.match(text)
    if not found:
        raise RuleError(
            "Jumlah tidak terbaca. Tulis dengan angka saja, misalnya 1250000 atau 1.250.000.",
            "The amount cannot be read. Write figures only, for example 1250000 or 1.250.000.",
        )
    cents = found["cents"]
    if cents and int(cents):
        raise RuleError(
            "Jumlah harus rupiah bulat, tanpa sen.",
            "The amount must be whole rupiah, without cents.",
        )
    whole = text[: -len(cents) - 1] if cents else text
    return int(re.sub(r"[^0-9]", "", whole))
