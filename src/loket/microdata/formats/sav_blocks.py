"""
The data section of a compressed SPSS file, encoded by NumPy in blocks of rows.

A row is a series of 8-byte words. Each word has a one-byte code: 1..251 a small whole number,
255 system-missing, 254 eight blanks, 253 "the word itself follows"; eight codes stand before the
words they announce. Source: GNU PSPP, "System File Format", section Data Record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.formats.fixed_text import fixed
from loket.microdata.formats.held import Numbers, held

BIAS = 100
LEAST, GREATEST = 1 - BIAS, 251 - BIAS
LITERAL, BLANK, SYSTEM_MISSING = 253, 254, 255
BLANKS = np.frombuffer(b"        ", np.uint64)[0]
SPACE = ord(" ")
EPOCH_DAYS = 141_428  # from 1582-10-14 to 1970-01-01
SECONDS = 86_400
Words = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one variable stands in a row: its first word and how many; texts have a width."""

    first: int
    words: int
    is_text: bool


def slots(text_widths: Sequence[int | None]) -> tuple[list[Slot], int]:
    """Return the slots of the variables and the words of a row; None stands for a number."""
    found = []
    at = 0
    for width in text_widths:
        words = 1 if width is None else max((width + 7) // 8, 1)
        found.append(Slot(at, words, width is not None))
        at += words
    return found, at


class Encoder:
    """Turns batches into the bytes of the data section; ``rest`` gives the end."""

    def __init__(self, text_widths: Sequence[int | None]) -> None:
        self.slots, self.words = slots(text_widths)
        self._codes: Codes = np.empty(0, np.uint8)
        self._literals: Words = np.empty(0, np.uint64)

    def encode(self, batch: pa.RecordBatch) -> memoryview:
        """Return as many whole blocks of eight codes as there are now."""
        block = _Block(batch.num_rows, self.words)
        for slot, array in zip(self.slots, batch.columns, strict=False):
            if slot.is_text:
                block.put_text(array, slot)
            else:
                block.put_number(array, slot.first)
        words = block.row_major()
        self._codes = np.concatenate([self._codes, block.codes.reshape(-1)])
        self._literals = np.concatenate([self._literals, words])
        return self._flush(len(self._codes) // 8 * 8)

    def rest(self) -> memoryview:
        """Return what is left, filled up with codes that announce nothing."""
        left = len(self._codes) % 8
        if left:
            self._codes = np.concatenate([self._codes, np.zeros(8 - left, np.uint8)])
        return self._flush(len(self._codes))

    def _flush(self, count: int) -> memoryview:
        codes, self._codes = self._codes[:count], self._codes[count:].copy()
        blocks = codes.reshape(-1, 8)
        announced = (blocks == LITERAL).sum(axis=1, dtype=np.uint8)
        ends = np.cumsum(announced, dtype=np.int64)
        total = int(ends[-1]) if len(ends) else 0
        literals, self._literals = self._literals[:total], self._literals[total:].copy()
        out = np.empty(len(blocks) + total, np.uint64)
        is_word = np.ones(len(out), np.bool_)
        at = np.arange(len(blocks)) + ends - announced
        is_word[at] = False
        out[at] = np.ascontiguousarray(blocks).view(np.uint64)[:, 0]
        out[is_word] = literals
        return out.view(np.uint8).data


class _Block:
    """The codes of some rows, and the words of the columns that have literals among them."""

    def __init__(self, rows: int, words: int) -> None:
        self.codes: Codes = np.empty((rows, words), np.uint8)
        self._places: list[int] = []
        self._literals: list[Numbers] = []

    def put_number(self, array: pa.Array, place: int) -> None:
        numbers, valid = held(as_counted(array))
        if numbers.dtype.kind == "i":
            coded, may_be_large = _whole(numbers)
        else:
            coded, may_be_large = _fraction(numbers), True
        if valid is not None:
            # 255 wherever nothing is valid: 0 - 1 in a byte.
            coded |= valid - np.uint8(1)
        self.codes[:, place] = coded
        if may_be_large and (coded == LITERAL).any():
            self._places.append(place)
            self._literals.append(numbers)

    def put_text(self, array: pa.Array, slot: Slot) -> None:
        words = fixed(array, slot.words * 8, SPACE).view(np.uint64)
        for place in range(slot.words):
            column = words[:, place]
            blank = column == BLANKS
            self.codes[:, slot.first + place] = np.where(blank, np.uint8(BLANK), LITERAL)
            if not blank.all():
                self._places.append(slot.first + place)
                self._literals.append(column.view(np.float64))

    def row_major(self) -> Words:
        """Return the literal words in the order in which their codes stand."""
        if not self._places:
            return np.empty(0, np.uint64)
        matrix = np.empty((len(self.codes), len(self._places)), np.float64)
        for index, numbers in enumerate(self._literals):
            matrix[:, index] = numbers
        mask = self.codes[:, self._places] == LITERAL
        return np.asarray(matrix.view(np.uint64)[mask])


def _whole(numbers: Numbers) -> tuple[Codes, bool]:
    """Return the codes of whole numbers, and whether some may be too large for one."""
    unsigned = numbers.view(f"u{numbers.itemsize}")
    if numbers.itemsize == 1:
        # A byte is never above the greatest code; it is below the least from -128 to -100.
        coded = unsigned + np.uint8(BIAS)
        small_enough = numbers >= LEAST
    else:
        shifted = unsigned + unsigned.dtype.type(BIAS - 1)
        coded = shifted.astype(np.uint8) + np.uint8(1)
        small_enough = shifted <= GREATEST - LEAST
    if small_enough.all():
        return coded, False
    np.copyto(coded, np.uint8(LITERAL), where=~small_enough)
    return coded, True


def _fraction(numbers: Numbers) -> Codes:
    # What lies where nothing is valid may be any bits at all.
    with np.errstate(invalid="ignore"):
        small = (numbers >= LEAST) & (numbers <= GREATEST) & (numbers == np.rint(numbers))
    # Negative zero is not zero in the file.
    small &= ~((numbers == 0) & np.signbit(numbers))
    coded = (np.where(small, numbers, 0) + BIAS).astype(np.uint8)
    np.copyto(coded, np.uint8(LITERAL), where=~small)
    return coded


def as_counted(array: pa.Array) -> pa.Array:
    """Return dates and times as SPSS counts them: seconds since 1582-10-14."""
    if pa.types.is_date(array.type):
        days = pc.add(array.cast(pa.int32()).cast(pa.int64()), EPOCH_DAYS)
        return pc.multiply(days, SECONDS)
    if pa.types.is_timestamp(array.type):
        micros = array.cast(pa.timestamp("us")).cast(pa.int64()).cast(pa.float64())
        return pc.add(pc.divide(micros, 1e6), float(EPOCH_DAYS * SECONDS))
    return array
