"""
Identity numbers and addresses as people write them: NPWP, NIK, telephone, e-mail.

Numbers are normalised to one stored form; doubtful check digits warn and do not refuse,
since the schemes are not officially published in full. Masks show just enough to recognise.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from loket.rules.wording import RuleError, Text

_DIGITS_16 = 16
_OLD_NPWP_DIGITS = 15
_NITKU_DIGITS = 22
_FEMALE_DAY_OFFSET = 40  # a woman's NIK holds her day of birth plus 40
_UNKNOWN_TIN = "9990000000999000"
_EMAIL = re.compile(
    r"^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$"
)
_EMAIL_LONGEST = 254
_PHONE_DIGITS = range(8, 16)
_PROVINCES = range(11, 98)


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number in its stored form (16 digits), with doubts to show beside it."""

    number: str
    warnings: tuple[Text, ...] = ()

    def __str__(self) -> str:
        return self.number


def normalise_npwp(typed: str) -> IdentityNumber:
    """
    Read an NPWP of 15 or 16 digits (or a 22-digit NITKU) and give its 16-digit form.

    :raises RuleError: wrong number of digits, or a placeholder
    """
    digits = _only_digits(typed)
    if digits is not None and len(digits) == _NITKU_DIGITS:
        digits = digits[:_DIGITS_16]
    if digits is not None and len(digits) == _OLD_NPWP_DIGITS:
        digits = "0" + digits
    if digits is None or len(digits) != _DIGITS_16:
        raise RuleError(
            "NPWP terdiri atas 15 atau 16 angka. Periksa kembali kartu NPWP Anda.",
            "An NPWP has 15 or 16 digits. Check your NPWP card.",
        )
    if digits == _UNKNOWN_TIN or len(set(digits[1:])) == 1:
        raise RuleError(
            "Ini nomor pengganti, bukan NPWP. Kosongkan jika Anda tidak memiliki NPWP.",
            "This is a placeholder, not an NPWP. Leave it empty if you have none.",
        )
    if digits[0] != "0":  # a resident's NIK serving as NPWP
        return IdentityNumber(digits, _nik_warnings(digits))
    if _luhn_holds(digits[1:10]):
        return IdentityNumber(digits)
    return IdentityNumber(
        digits,
        (
            Text(
                "Angka pemeriksa NPWP tidak cocok. Periksa kembali sebelum melanjutkan.",
                "The check digit of the NPWP does not fit. Check it before you go on.",
            ),
        ),
    )


def normalise_nik(typed: str) -> IdentityNumber:
    """
    Read a NIK of 16 digits.

    :raises RuleError: wrong number of digits
    """
    digits = _only_digits(typed)
    if digits is None or len(digits) != _DIGITS_16:
        raise RuleError(
            "NIK terdiri atas 16 angka. Periksa kembali KTP Anda.",
            "A NIK has 16 digits. Check your identity card.",
        )
    return IdentityNumber(digits, _nik_warnings(digits))


def normalise_phone(typed: str) -> str:
    """
    Read a telephone number and give it with its country code: 0812-3456-789 → +628123456789.

    :raises RuleError: not a telephone number
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    compact = re.sub(r"[\s().\-/–]", "", text)
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    elif compact.startswith("0"):
        compact = "+62" + compact[1:]
    elif compact.startswith("62"):
        compact = "+" + compact
    elif compact.startswith("8"):
        compact = "+62" + compact
    if compact.startswith("+620"):  # +62 (0)286 …
        compact = "+62" + compact[4:]
    if not re.match(r"^\+[1-9][0-9]+$", compact) or len(compact) - 1 not in _PHONE_DIGITS:
        raise RuleError(
            "Nomor telepon tidak dikenali. Contoh: 0812 3456 7890 atau +60 3 1234 5678.",
            "The telephone number is not recognised. Example: 0812 3456 7890 or +60 3 1234 5678.",
        )
    return compact


def normalise_email(typed: str) -> str:
    """
    Read an e-mail address and give it in lower case, its domain as ASCII.

    :raises RuleError: not an e-mail address
    """
    text = unicodedata.normalize("NFKC", typed).strip().lower()
    local, at, domain = text.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if at else ""
    except UnicodeError:
        domain = ""
    address = f"{local}@{domain}"
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    if len(address) > _EMAIL_LONGEST or dots or not _EMAIL.fullmatch(address):
        raise RuleError(
            "Alamat e-mail tidak dikenali. Contoh: nama@contoh.id.",
            "The e-mail address is not recognised. Example: name@example.org.",
        )
    return address


def mask_number(number: str) -> str:
    """Hide all but the last four characters of a NIK or NPWP."""
    return "•" * max(0, len(number) - 4) + number[-4:]


def mask_phone(number: str) -> str:
    """Hide the middle of a telephone number: +62•••••7890."""
    hidden = len(number) - len("+62") - 4
    if hidden <= 0:
        return "•" * len(number)
    return number[:3] + "•" * hidden + number[-4:]


def mask_email(address: str) -> str:
    """Hide all but the first letter before the @: s•••@contoh.id."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}•••{at}{domain}"


def mask_name(name: str) -> str:
    """Keep only the first letter of each word: S••• R•••."""
    return " ".join(f"{word[:1]}•••" for word in name.split())


def _only_digits(typed: str) -> str | None:
    compact = re.sub(r"[\s.\-–/]", "", unicodedata.normalize("NFKC", typed[:60]))
    return compact if re.fullmatch(r"[0-9]+", compact) else None


def _luhn_holds(digits: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        tens, ones = divmod(int(digit) * (1 + position % 2), 10)
        total += tens + ones
    return total % 10 == 0


def _nik_warnings(digits: str) -> tuple[Text, ...]:
    warnings = []
    if int(digits[:2]) not in _PROVINCES or digits[2:4] == "00" or digits[4:6] == "00":
        warnings.append(
            Text(
                "Kode wilayah pada NIK tidak lazim. Periksa enam angka pertama.",
                "The area code of the NIK is unusual. Check the first six digits.",
            )
        )
    if not _birth_date_possible(digits[6:12]):
        warnings.append(
            Text(
                "Tanggal lahir pada NIK tidak mungkin. Periksa angka ke-7 sampai ke-12.",
                "The date of birth in the NIK is impossible. Check digits 7 to 12.",
            )
        )
    if digits[12:] == "0000":
        warnings.append(
            Text(
                "Empat angka terakhir NIK tidak boleh 0000.",
                "The last four digits of a NIK cannot be 0000.",
            )
        )
    return tuple(warnings)


def _birth_date_possible(ddmmyy: str) -> bool:
    day, month, year = int(ddmmyy[:2]), int(ddmmyy[2:4]), int(ddmmyy[4:])
    if day > _FEMALE_DAY_OFFSET:
        day -= _FEMALE_DAY_OFFSET
    for century in (1900, 2000):  # the century is not in the number: 29 February needs either
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False
