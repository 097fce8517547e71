"""
Amounts in words, Indonesian and English, for every whole number below 10**15.

Indonesian as in the official spelling: sepuluh, sebelas, seratus, seribu; above that
"satu juta", never "sejuta". English without "and", as on cheques.
"""

from __future__ import annotations

from typing import Literal

from loket.rules.wording import Language, RuleError

LIMIT = 10**15
Case = Literal["lower", "sentence", "title", "upper"]

_ID_SMALL = [
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
]
_ID_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
_EN_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_SCALES = (
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
)


def terbilang(number: int, language: Language = "id", *, case: Case = "lower") -> str:
    """
    Write a whole number in words.

    :raises RuleError: the number is negative or not below 10**15
    """
    if not 0 <= number < LIMIT:
        raise RuleError(
            "Angka di luar jangkauan terbilang (0 sampai 999 triliun).",
            "The number cannot be written in words (0 to 999 trillion only).",
        )
    words = _english(number) if language == "en" else _indonesian(number)
    return _cased(" ".join(words), case)


def terbilang_rupiah(amount: int, language: Language = "id", *, case: Case = "sentence") -> str:
    """Write an amount in words with its currency: "Dua puluh ribu rupiah"."""
    return _cased(f"{terbilang(amount, language)} rupiah", case)


def _indonesian(number: int) -> list[str]:
    if number == 0:
        return [_ID_SMALL[0]]
    words: list[str] = []
    for scale, name in _ID_SCALES:
        count, number = divmod(number, scale)
        if count == 1 and scale == 10**3:
            words.append("seribu")
        elif count:
            words += [*_id_below_thousand(count), name]
    return words + _id_below_thousand(number)


def _id_below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words: list[str] = []
    if hundreds == 1:
        words.append("seratus")
    elif hundreds:
        words += [_ID_SMALL[hundreds], "ratus"]
    return words + _id_below_hundred(rest)


def _id_below_hundred(number: int) -> list[str]:
    if number == 0:
        return []
    if number < len(_ID_SMALL):
        return [_ID_SMALL[number]]
    tens, ones = divmod(number, 10)
    if tens == 1:
        return [_ID_SMALL[ones], "belas"]
    return [_ID_SMALL[tens], "puluh", *([_ID_SMALL[ones]] if ones else [])]


def _english(number: int) -> list[str]:
    if number == 0:
        return [_EN_SMALL[0]]
    words: list[str] = []
    for scale, name in _EN_SCALES:
        count, number = divmod(number, scale)
        if count:
            words += [*_en_below_thousand(count), name]
    return words + _en_below_thousand(number)


def _en_below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [_EN_SMALL[hundreds], "hundred"] if hundreds else []
    if rest == 0:
        return words
    if rest < len(_EN_SMALL):
        return [*words, _EN_SMALL[rest]]
    tens, ones = divmod(rest, 10)
    return [*words, _EN_TENS[tens] + (f"-{_EN_SMALL[ones]}" if ones else "")]


def _cased(words: str, case: Case) -> str:
    if case == "sentence":
        return words[:1].upper() + words[1:]
    if case == "title":
        return " ".join(word[:1].upper() + word[1:] for word in words.split(" "))
    return words.upper() if case == "upper" else words
