"""
The executable definition of an order, and its one canonical form in JSON.

Canonical: keys sorted, texts in Unicode NFC, whole numbers only, no spaces, UTF-8. Two definitions
are the same order exactly when their canonical bytes are equal; ``definition_id`` is the SHA-256
of those bytes, in hexadecimal.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import Literal, cast

from loket.microdata.codebook import Language
from loket.microdata.errors import InvalidSelection

VERSION = 1
Cases = Literal["individuals", "households"]
Structure = Literal["separate", "joined"]
Division = Literal["merged", "parts"]
Value = int | str
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Variables wanted from one file.

    ``preselected`` are those of ``variables`` that belong to every extract (keys, region,
    weight and design); a customer cannot remove them.
    """

    file: str
    variables: tuple[str, ...]
    preselected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """
    Rows wanted: ``variable`` of ``file`` is one of ``values``, or lies within ``between``.

    A text ending in ``*`` stands for all values that begin so. ``between`` is closed at both
    ends. Several conditions all have to hold.
    """

    file: str
    variable: str
    values: tuple[Value, ...] = ()
    between: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """
    What is ordered from one edition.

    ``edition`` names the edition and ``release`` its version, so that a corrected release is
    another order. ``regions`` are 2, 4, 7 or 10 digit codes; none means all. ``cases`` says what
    a condition keeps: ``individuals`` the matching rows (and, in other files, the rows of the
    same units); ``households`` every row of a household with a matching row. ``structure``
    leaves the files ``separate`` or has household variables ``joined`` to each person.
    ``division`` says how files come that were published in parts by range of provinces:
    ``merged`` into one, or in the same ``parts``.
    ``fullset`` orders the edition as a whole.
    """

    edition: str
    release: str = ""
    files: tuple[Wanted, ...] = ()
    regions: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    cases: Cases = "individuals"
    structure: Structure = "separate"
    format: str = "sav"
    language: Language = "id"
    fullset: bool = False
    division: Division = "merged"

    def wanted(self, file: str) -> Wanted | None:
        """Return what is wanted from ``file``, or None."""
        return next((wanted for wanted in self.files if wanted.file == file), None)


def canonical(definition: Definition) -> bytes:
    """Return the canonical JSON of ``definition``, UTF-8 without a newline."""
    text = json.dumps(
        to_json(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def definition_id(definition: Definition) -> str:
    """Return the SHA-256 of the canonical JSON: 64 hexadecimal digits."""
    return hashlib.sha256(canonical(definition)).hexdigest()


def to_json(definition: Definition) -> Json:
    """
    Return ``definition`` as JSON values, texts in NFC.

    ``division`` stands there only where parts are wanted: definitions from before it was known
    keep their SHA-256.
    """
    found: Json = {
        "version": VERSION,
        "edition": _nfc(definition.edition),
        "release": _nfc(definition.release),
        "files": [
            {
                "file": _nfc(wanted.file),
                "variables": [_nfc(name) for name in wanted.variables],
                "preselected": [_nfc(name) for name in wanted.preselected],
            }
            for wanted in definition.files
        ],
        "regions": [_nfc(code) for code in definition.regions],
        "conditions": [_condition_json(condition) for condition in definition.conditions],
        "cases": definition.cases,
        "structure": definition.structure,
        "format": _nfc(definition.format),
        "language": definition.language,
        "fullset": definition.fullset,
    }
    if definition.division != "merged":
        found["division"] = definition.division
    return found


def parse(source: bytes | str) -> Definition:
    """
    Read a definition from JSON, canonical or not.

    :raises InvalidSelection: if it is not JSON of this shape, has a number with a fraction, an
        unknown key, or another version
    """
    try:
        found = json.loads(source, parse_float=_no_float, parse_constant=_no_float)
        if isinstance(found, dict):
            json.dumps(found, ensure_ascii=False).encode()  # refuses half a surrogate pair
    except (ValueError, RecursionError) as error:
        raise _invalid(f"bukan JSON yang sah ({error})", f"not valid JSON ({error})") from error
    return from_json(found)


def from_json(found: object) -> Definition:
    """
    Build a definition from JSON values; keys left out keep their defaults.

    :raises InvalidSelection: if a key is unknown or a value has the wrong type
    """
    top = _object(found, "definition", _KEYS)
    if top.get("version", VERSION) != VERSION:
        raise _invalid(
            f"versi definisi {top['version']!r} tidak dikenal; yang dikenal {VERSION}",
            f"unknown version {top['version']!r} of the definition; {VERSION} is known",
        )
    return Definition(
        edition=_text(top, "edition"),
        release=_text(top, "release", ""),
        files=tuple(_wanted(item) for item in _list(top, "files")),
        regions=tuple(_item_text(item, "regions") for item in _list(top, "regions")),
        conditions=tuple(_condition(item) for item in _list(top, "conditions")),
        cases=cast("Cases", _choice(top, "cases", ("individuals", "households"))),
        structure=cast("Structure", _choice(top, "structure", ("separate", "joined"))),
        format=_text(top, "format", "sav"),
        language=cast("Language", _choice(top, "language", ("id", "en"))),
        fullset=_flag(top, "fullset"),
        division=cast("Division", _choice(top, "division", ("merged", "parts"))),
    )


_KEYS = frozenset(
    {"version", "edition", "release", "files", "regions", "conditions"}
    | {"cases", "structure", "format", "language", "fullset", "division"}
)


def _condition_json(condition: Condition) -> Json:
    found: Json = {"file": _nfc(condition.file), "variable": _nfc(condition.variable)}
    if condition.between is not None:
        found["between"] = list(condition.between)
    else:
        found["values"] = [_nfc(v) if isinstance(v, str) else v for v in condition.values]
    return found


def _wanted(item: object) -> Wanted:
    found = _object(item, "files", frozenset({"file", "variables", "preselected"}))
    return Wanted(
        file=_text(found, "file"),
        variables=tuple(_item_text(name, "variables") for name in _list(found, "variables")),
        preselected=tuple(_item_text(name, "preselected") for name in _list(found, "preselected")),
    )


def _condition(item: object) -> Condition:
    found = _object(item, "conditions", frozenset({"file", "variable", "values", "between"}))
    values = tuple(_value(value) for value in _list(found, "values"))
    bounds = _bounds(found["between"]) if "between" in found else None
    if bool(values) == (bounds is not None):
        raise _invalid(
            "setiap syarat memerlukan values atau between, salah satu saja",
            "each condition needs either values or between",
        )
    return Condition(_text(found, "file"), _text(found, "variable"), values, bounds)


def _bounds(found: object) -> tuple[int, int]:
    match found:
        case [int() as low, int() as high] if low <= high and not {type(low), type(high)} - {int}:
            return low, high
    raise _invalid(
        "between harus dua bilangan bulat, yang kecil lebih dulu",
        "between needs two whole numbers, the smaller first",
    )


def _value(value: object) -> Value:
    if isinstance(value, str):
        return _nfc(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _invalid(
        f"nilai {value!r} harus bilangan bulat atau teks",
        f"the value {value!r} must be a whole number or a text",
    )


def _object(found: object, place: str, keys: frozenset[str]) -> Json:
    if not isinstance(found, dict):
        raise _invalid(f"{place} harus objek", f"{place} must be an object")
    unknown = sorted(set(found) - keys)
    if unknown:
        raise _invalid(
            f"kunci tidak dikenal dalam {place}: {', '.join(unknown)}",
            f"unknown keys in {place}: {', '.join(unknown)}",
        )
    return found


def _text(found: Json, key: str, default: str | None = None) -> str:
    value = found.get(key, default)
    if not isinstance(value, str):
        raise _invalid(f"{key} harus ada dan berupa teks", f"{key} must be given as a text")
    return _nfc(value)


def _item_text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise _invalid(f"isi {key} harus teks", f"the items of {key} must be texts")
    return _nfc(value)


def _list(found: Json, key: str) -> list[object]:
    value = found.get(key, [])
    if not isinstance(value, list):
        raise _invalid(f"{key} harus daftar", f"{key} must be a list")
    return value


def _choice(found: Json, key: str, choices: tuple[str, ...]) -> str:
    value = found.get(key, choices[0])
    if not isinstance(value, str) or value not in choices:
        raise _invalid(
            f"{key} harus salah satu dari {', '.join(choices)}",
            f"{key} must be one of {', '.join(choices)}",
        )
    return value


def _flag(found: Json, key: str) -> bool:
    value = found.get(key, False)
    if not isinstance(value, bool):
        raise _invalid(f"{key} harus true atau false", f"{key} must be true or false")
    return value


def _no_float(text: str) -> object:
    raise ValueError(f"{text}: pecahan tidak diizinkan / fractions are not allowed")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _invalid(id: str, en: str) -> InvalidSelection:
    return InvalidSelection(id=id, en=en, place="definition")
