"""
SPSS portable .por: reading.

Our own, since libraries turn user-missing values into plain ones and times above a day into times
of day. Numbers are in base 30, ended by a slash. Source: GNU PSPP, "Portable File Format".
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa

from loket.microdata.codebook import Bilingual, Code, DataFile, Kind, Missing, ValueLabel, Variable
from loket.microdata.formats.readstat import plain
from loket.microdata.formats.source import BATCH_ROWS, Source, Take, unreadable

SPLASH, MAGIC = 456, b"SPSSPORT"
LINE = 80
BASE = 30
END_OF_DATA = b"Z"
MOST_VARIABLES = 100_000
GREATEST = Fraction(sys.float_info.max) * Fraction(9_999, 10_000)
MOST_LABELS = 1_000_000
EPOCH_SECONDS = 141_428 * 86_400  # from 1582-10-14 to 1970-01-01
FORMATS = {
    1: "A", 2: "AHEX", 3: "COMMA", 4: "DOLLAR", 5: "F", 16: "N", 17: "E", 20: "DATE", 21: "TIME",
    22: "DATETIME", 23: "ADATE", 24: "JDATE", 25: "DTIME", 26: "WKDAY", 27: "MONTH", 28: "MOYR",
    29: "QYR", 30: "WKYR", 31: "PCT", 32: "DOT", 33: "CCA", 34: "CCB", 35: "CCC", 36: "CCD",
    37: "CCE", 38: "EDATE", 39: "SDATE", 41: "YMDHMS",
}  # fmt: skip
DATES = frozenset({20, 23, 24, 28, 29, 30, 38, 39})
DATETIMES = frozenset({22, 41})
TYPES: dict[Kind, pa.DataType] = {
    "numeric": pa.float64(),
    "text": pa.string(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}


@dataclass(slots=True)
class _Field:
    """One variable; ``width`` is 0 for a number."""

    name: str
    width: int
    format: int
    display: str
    decimals: int
    label: str = ""
    codes: list[Code] = field(default_factory=list)
    ranges: list[tuple[float, float]] = field(default_factory=list)
    values: dict[Code, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        if self.width:
            return "text"
        if self.format in DATES:
            return "date"
        return "datetime" if self.format in DATETIMES else "numeric"

    def variable(self) -> Variable:
        missing = Missing(tuple(self.codes), tuple(self.ranges))
        return Variable(
            self.name,
            self.kind,
            Bilingual(self.label),
            width=self.width or 8,
            decimals=self.decimals if self.kind == "numeric" else 0,
            values=tuple(
                ValueLabel(code, Bilingual(said), missing.covers(code))
                for code, said in self.values.items()
            ),
            missing=missing,
            display_format=self.display,
        )


def read_por(path: Path, /, *, encoding: str | None = None) -> Source:
    """
    Open a portable file; user-missing values stay in the data, times are seconds.

    :raises UnreadableFile: if it is not one, is cut short, or of a character set not like ASCII
    """
    try:
        parser = _Parser(_joined(path), encoding)
        parser.dictionary()
        start = parser.at
    except (ValueError, IndexError, OverflowError) as error:
        raise unreadable(path, "SPSS portable", error) from error
    fields = list(parser.fields.values())
    schema = pa.schema([pa.field(f.name, TYPES[f.kind]) for f in fields])

    def feed(take: Take) -> None:
        parser.at = start
        try:
            for columns in parser.batches(fields):
                arrays = [_array(c, f.kind) for c, f in zip(columns, fields, strict=True)]
                take(pa.RecordBatch.from_arrays(arrays, schema=schema))
        except (ValueError, IndexError, OverflowError, pa.ArrowException) as error:
            raise unreadable(path, "SPSS portable", error) from error

    file = DataFile(path.stem, tuple(f.variable() for f in fields))
    return Source(file, schema, feed, encoding=parser.encoding)


def _joined(path: Path) -> bytes:
    """Return the file without its line ends; short lines are filled up with blanks."""
    lines = path.read_bytes().replace(b"\r\n", b"\n").split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    joined = b"".join(line.ljust(LINE) for line in lines)
    if joined[SPLASH : SPLASH + len(MAGIC)] != MAGIC:
        raise ValueError("SPSSPORT")
    return joined


def _array(values: list[Code | None], kind: Kind) -> pa.Array:
    if kind == "text":
        return pa.array([v or None for v in values], pa.string())
    numbers = np.array([math.nan if v is None else v for v in values], np.float64)
    holes = np.isnan(numbers)
    if kind == "numeric":
        return pa.array(numbers, mask=holes)
    seconds = np.where(holes, 0, numbers - EPOCH_SECONDS)
    if kind == "date":
        return pa.array(np.floor(seconds / 86_400).astype(np.int32), mask=holes).cast(pa.date32())
    micros = np.rint(seconds * 1e6).astype(np.int64)
    return pa.array(micros, mask=holes).cast(pa.timestamp("us"))


class _Parser:
    def __init__(self, raw: bytes, encoding: str | None) -> None:
        self.raw = raw
        self.at = SPLASH + len(MAGIC)
        self.fields: dict[str, _Field] = {}
        self.encoding = encoding or _encoding(raw)

    def dictionary(self) -> None:
        """Read all that stands before the data."""
        self._tag()  # version
        self.text(), self.text()  # date and time
        last: _Field | None = None
        while (tag := self._tag()) != b"F":
            if tag in b"1236":
                self.text()
            elif tag in b"45":
                self.whole()
            elif tag == b"7":
                last = self._field()
            elif tag == b"D":
                self._labels()
            elif tag == b"E":
                [self.text() for _ in range(self._count(MOST_LABELS))]
            elif last is not None and tag in b"89ABC":
                self._of_field(tag, last)
            else:
                raise ValueError(f"{tag!r}")

    def _of_field(self, tag: bytes, last: _Field) -> None:
        if tag == b"C":
            last.label = self.text()
        elif tag == b"8":
            last.codes.append(self._value(last))
        elif tag == b"9":
            last.ranges.append((-math.inf, self._bound()))
        elif tag == b"A":
            last.ranges.append((self._bound(), math.inf))
        else:
            last.ranges.append((self._bound(), self._bound()))

    def _field(self) -> _Field:
        width = self.whole()
        name = self.text()
        format_, shown, decimals = (self.whole() for _ in range(3))
        [self.whole() for _ in range(3)]
        if not name or name in self.fields or len(self.fields) >= MOST_VARIABLES or width < 0:
            raise ValueError(f"variable {name!r}")
        written = f"{FORMATS.get(format_, '')}{shown}" if format_ in FORMATS else ""
        display = f"{written}.{decimals}" if written and decimals else written
        self.fields[name] = _Field(name, width, format_, display, decimals)
        return self.fields[name]

    def _labels(self) -> None:
        named = [self.fields[self.text()] for _ in range(self._count(MOST_VARIABLES))]
        for _ in range(self._count(MOST_LABELS)):
            code, said = self._value(named[0]), self.text()
            for each in named:
                each.values[code] = said

    def batches(self, fields: list[_Field]) -> Iterator[list[list[Code | None]]]:
        """Yield the rows, as columns of many of them."""
        columns: list[list[Code | None]] = [[] for _ in fields]
        while fields and self._peek() != END_OF_DATA:
            for column, each in zip(columns, fields, strict=True):
                column.append(self.text() if each.width else self.number())
            if len(columns[0]) == BATCH_ROWS:
                yield columns
                columns = [[] for _ in fields]
        if fields and columns[0]:
            yield columns

    def _value(self, of: _Field) -> Code:
        if of.width:
            return self.text()
        return plain(self._bound())

    def _bound(self) -> float:
        number = self.number()
        if number is None:
            raise ValueError("number")
        return number

    def _count(self, most: int) -> int:
        count = self.whole()
        if not 0 <= count <= most:
            raise ValueError(f"{count}")
        return count

    def whole(self) -> int:
        number = self.number()
        if number is None or not number.is_integer():
            raise ValueError(f"{number}")
        return int(number)

    def number(self) -> float | None:
        """Return a number; None is the system-missing value."""
        while self._peek() == b" ":
            self.at += 1
        if self._peek() == b"*":
            self.at += 2
            return None
        end = self.raw.index(b"/", self.at)
        written, self.at = self.raw[self.at : end].decode("ascii"), end + 1
        return _base_30(written)

    def text(self) -> str:
        length = self.whole()
        if length < 0 or self.at + length > len(self.raw):
            raise ValueError(f"text of {length}")
        raw = self.raw[self.at : self.at + length]
        self.at += length
        return raw.decode(self.encoding).rstrip()

    def _tag(self) -> bytes:
        self.at += 1
        return self.raw[self.at - 1 : self.at] or self._ends()

    def _peek(self) -> bytes:
        return self.raw[self.at : self.at + 1] or self._ends()

    def _ends(self) -> bytes:
        raise ValueError("the file ends too early")


def _base_30(written: str) -> float:
    mantissa, exponent = written, 0
    at = max(written.rfind("+"), written.rfind("-"))
    if at > 0:
        mantissa, exponent = written[:at], int(written[at:], BASE)
    whole, _, rest = mantissa.partition(".")
    if not rest and not exponent:
        return float(int(whole, BASE))
    if abs(exponent) > LINE * BASE:
        raise ValueError(written)
    exact = Fraction(int(whole + rest, BASE)) * Fraction(BASE) ** (exponent - len(rest))
    # HIGHEST and LOWEST are written as the greatest number, rounded up.
    if abs(exact) >= GREATEST:
        return -math.inf if exact < 0 else math.inf
    return float(exact)


def _encoding(raw: bytes) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
