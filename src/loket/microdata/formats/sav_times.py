"""
Times of day and spans in SPSS files as the seconds that they are.

SPSS stores TIME and DTIME as seconds without a bound: hours worked in a week may be 45:30:00. A
reader that takes them for times of day silently drops whole days, and one that counts microseconds
rounds long spans, so the dictionary is shown to it with the format F, of plain numbers. Source:
GNU PSPP, "System File Format", Variable Record.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path

HEADER, LAYOUT = 176, 64
VARIABLE = 2
FORMATS = 12  # where a variable record holds its print and write formats
RECORD = 32
NUMBER, TIMES = 5, (21, 25)  # F; TIME, DTIME


def with_plain_times(path: Path) -> io.BufferedReader:
    """
    Open an SPSS file in which TIME and DTIME formats read as F; nothing else differs.

    :raises struct.error: if its dictionary is cut short
    """
    with path.open("rb") as stream:
        head = bytearray(stream.read(HEADER))
        order = "<" if head[LAYOUT] else ">"
        while True:
            record = bytearray(stream.read(RECORD))
            kind, _, labelled, missing = struct.unpack_from(order + "iiii", record)
            if kind != VARIABLE:
                break
            for at in (FORMATS + 4, FORMATS + 8):
                (word,) = struct.unpack_from(order + "i", record, at)
                if word >> 16 & 0xFF in TIMES:
                    struct.pack_into(order + "i", record, at, word & ~0xFF0000 | NUMBER << 16)
            head += record
            if labelled:
                size = stream.read(4)
                head += size + stream.read(-(-struct.unpack(order + "i", size)[0] // 4) * 4)
            head += stream.read(8 * abs(missing))
    return io.BufferedReader(_Overlaid(path, bytes(head)))


class _Overlaid(io.RawIOBase):
    """A file whose beginning is replaced by as many other bytes."""

    def __init__(self, path: Path, head: bytes) -> None:
        self._file = path.open("rb", buffering=0)
        self._head = head

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        at = self._file.tell()
        count = self._file.readinto(buffer) or 0
        replaced = self._head[at : at + count]
        memoryview(buffer).cast("B")[: len(replaced)] = replaced
        return count

    def close(self) -> None:
        self._file.close()
        super().close()
