"""A file as a table of cells, whatever its format, encoding and delimiter."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import openpyxl

from loket.ports.statements import StatementError

MEBIBYTE: Final = 1024 * 1024
MAX_BYTES: Final = 10 * MEBIBYTE
MAX_ROWS: Final = 50_000
_MAX_UNPACKED: Final = 200 * MEBIBYTE
_MAX_COLUMNS: Final = 100
_DELIMITERS: Final = (",", ";", "\t", "|")
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"

Cell = Any  # text, number, date, or None
Row = tuple[int, list[Cell]]


def tables(content: bytes) -> Iterator[list[Row]]:
    """
    Yield the possible tables of the file, rows counted from 1: a workbook's sheets, or a
    text file parted by each delimiter.

    :raises StatementError: if it is no such file, too large, or locked
    """
    if not content.strip(b"\0 \t\r\n"):
        raise StatementError(
            "Berkas kosong. Unduh lagi dari SIMPONI, lalu unggah.",
            "The file is empty. Download it from SIMPONI again, then upload it.",
        )
    if len(content) > MAX_BYTES:
        raise _too_large()
    if content.startswith(_OLD_EXCEL):
        raise StatementError(
            "Berkas ini Excel lama (.xls) atau terkunci kata sandi. Simpan ulang sebagai .xlsx "
            "tanpa kata sandi, atau sebagai CSV.",
            "This is an old Excel file (.xls) or locked by a password. Save it again as .xlsx "
            "without a password, or as CSV.",
        )
    if content.startswith(_ZIP):
        yield from _sheets(content)
    else:
        text = _decoded(content)
        for delimiter in _DELIMITERS:
            yield _parted(text, delimiter)


def _sheets(content: bytes) -> Iterator[list[Row]]:
    if _unpacked(content) > _MAX_UNPACKED:
        raise _too_large()
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:  # openpyxl fails in many ways on what is no workbook
        raise _no_workbook() from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield _limited(
                (number, list(cells[:_MAX_COLUMNS]))
                for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
            )
    finally:
        book.close()


def _unpacked(content: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _no_workbook() from error


def _no_workbook() -> StatementError:
    return StatementError(
        "Berkas Excel ini tidak dapat dibaca. Buka, lalu simpan ulang sebagai .xlsx atau CSV.",
        "This Excel file cannot be read. Open it and save it again as .xlsx or CSV.",
    )


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise StatementError(
            "Berkas ini bukan CSV dan bukan XLSX. Unduh laporan pembayaran dari SIMPONI, lalu "
            "unggah tanpa diubah.",
            "This file is neither CSV nor XLSX. Download the payment report from SIMPONI and "
            "upload it unchanged.",
        )
    return text


def _parted(text: str, delimiter: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _limited((reader.line_num, list(cells[:_MAX_COLUMNS])) for cells in reader)
    except csv.Error:  # a field beyond all bounds: not parted by this delimiter
        return []


def _limited(rows: Iterator[Row]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        if len(found) >= MAX_ROWS:
            raise _too_large()
        if any(cell not in {None, ""} for cell in row[1]):
            found.append(row)
    return found


def _too_large() -> StatementError:
    return StatementError(
        "Berkas terlalu besar (paling banyak 10 MB dan 50.000 baris). Unduh per bulan.",
        "The file is too large (at most 10 MB and 50,000 rows). Download it month by month.",
    )
