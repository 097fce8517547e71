"""
The data section of a compressed SPSS file, encoded by NumPy in blocks of rows.

A row is a series of 8-byte words. Each word has a one-byte code: 1..251 a small whole number,
255 system-missing, 254 eight blanks, 253 "the word itself follows"; eight codes stand before the
words they announce. Source: GNU PSPP, "System File Format", section Data Record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.formats.fixed_text import fixed

BIAS = 100
LEAST, GREATEST = 1 - BIAS, 251 - BIAS
LITERAL, BLANK, SYSTEM_MISSING = 253, 254, 255
BLANKS = np.frombuffer(b"        ", np.uint64)[0]
SPACE = ord(" ")
EPOCH_DAYS = 141_428  # from 1582-10-14 to 1970-01-01
SECONDS = 86_400
Words = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[Any]


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

    def encode(self, batch: pa.RecordBatch) -> bytes:
        """Return as many whole blocks of eight codes as there are now."""
        codes = np.empty((batch.num_rows, self.words), np.uint8)
        columns: list[int] = []
        literals: list[Words] = []
        for index, slot in enumerate(self.slots):
            for place, words in _put(batch.column(index), slot, codes):
                columns.append(place)
                literals.append(words)
        words = _row_major(codes, columns, literals)
        self._codes = np.concatenate([self._codes, codes.reshape(-1)])
        self._literals = np.concatenate([self._literals, words])
        return self._flush(len(self._codes) // 8 * 8)

    def rest(self) -> bytes:
        """Return what is left, filled up with codes that announce nothing."""
        left = len(self._codes) % 8
        if left:
            self._codes = np.concatenate([self._codes, np.zeros(8 - left, np.uint8)])
        return self._flush(len(self._codes))

    def _flush(self, count: int) -> bytes:
        codes, self._codes = self._codes[:count], self._codes[count:].copy()
        blocks = codes.reshape(-1, 8)
        announced = (blocks == LITERAL).sum(axis=1)
        total = int(announced.sum())
        literals, self._literals = self._literals[:total], self._literals[total:].copy()
        out = np.empty(len(blocks) + total, np.uint64)
        at = np.arange(len(blocks)) + np.cumsum(announced) - announced
        is_word = np.ones(len(out), np.bool_)
        is_word[at] = False
        out[at] = np.ascontiguousarray(blocks).view(np.uint64)[:, 0]
        out[is_word] = literals
        return out.tobytes()


def _row_major(codes: Codes, columns: list[int], literals: list[Words]) -> Words:
    """Gather the literal words in the order in which their codes stand."""
    if not columns:
        return np.empty(0, np.uint64)
    matrix = np.stack(literals, axis=1)
    mask = codes[:, columns] == LITERAL
    return np.asarray(matrix[mask])


def _put(array: pa.Array, slot: Slot, codes: Codes) -> Iterator[tuple[int, Words]]:
    """Fill in the codes of one variable; yield the words of columns that have literals."""
    if slot.is_text:
        yield from _put_text(array, slot, codes)
        return
    numbers, holes = _numbers(array)
    into = codes[:, slot.first]
    if numbers.dtype.kind == "i":
        small = (numbers >= LEAST) & (numbers <= GREATEST)
    else:
        small = (numbers >= LEAST) & (numbers <= GREATEST) & (numbers == np.rint(numbers))
    # Negative zero is not zero in the file.
    if numbers.dtype.kind == "f":
        small &= ~((numbers == 0) & np.signbit(numbers))
    coded = (np.where(small, numbers, 0) + BIAS).astype(np.uint8)
    np.copyto(into, np.where(small, coded, np.uint8(LITERAL)))
    if holes is not None:
        into[holes] = SYSTEM_MISSING
    if (into == LITERAL).any():
        yield slot.first, numbers.astype("<f8").view(np.uint64)


def _put_text(array: pa.Array, slot: Slot, codes: Codes) -> Iterator[tuple[int, Words]]:
    words = fixed(array, slot.words * 8, SPACE).view(np.uint64)
    for place in range(slot.words):
        column = words[:, place]
        blank = column == BLANKS
        codes[:, slot.first + place] = np.where(blank, np.uint8(BLANK), np.uint8(LITERAL))
        if not blank.all():
            yield slot.first + place, column


def _numbers(array: pa.Array) -> tuple[Numbers, npt.NDArray[np.bool_] | None]:
    """Return the numbers as SPSS counts them, and where there are none."""
    if pa.types.is_date(array.type):
        days = pc.add(array.cast(pa.int32()).cast(pa.int64()), EPOCH_DAYS)
        array = pc.multiply(days, SECONDS)
    elif pa.types.is_timestamp(array.type):
        micros = array.cast(pa.timestamp("us")).cast(pa.int64()).cast(pa.float64())
        array = pc.add(pc.divide(micros, 1e6), float(EPOCH_DAYS * SECONDS))
    if not array.null_count:
        return _widened(array), None
    holes = array.is_null().to_numpy(zero_copy_only=False)
    return _widened(pc.fill_null(array, 0)), holes


def _widened(array: pa.Array) -> Numbers:
    """The code of a small number must not overflow the type it comes in."""
    numbers = np.asarray(array.to_numpy(zero_copy_only=False))
    return numbers.astype(np.int16) if numbers.dtype == np.int8 else numbers
