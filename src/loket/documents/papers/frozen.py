"""
A paper's data as a plain record for storing, and back, so that it can be printed again.

A record holds JSON values only: instants as ISO text in UTC, dates as ISO text. Where a
field may hold one of several classes, the record names the class under ``"class"`` (a
Python keyword, so no field can have that name).
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from loket.documents.papers.engine import PaperError

Record = dict[str, Any]
T = TypeVar("T")


def to_record(data: Any) -> Record:
    """Return a paper's data (or a part of it) as JSON-ready values."""
    record: Record = _plain(data)
    return record


def from_record(data_class: type[T], record: Mapping[str, Any]) -> T:
    """
    Rebuild a paper's data from its record.

    :raises PaperError: the record does not fit the class, e.g. of a later version
    """
    try:
        return _dataclass(data_class, record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PaperError(
            "Data dokumen ini tidak dapat dibaca oleh versi perangkat lunak ini. Gunakan berkas "
            "PDF yang tersimpan.",
            "This version of the software cannot read the data of this document. Use the PDF "
            "on file.",
        ) from error


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"class": type(value).__name__, **plain}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


def _built(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(hint), value)
    if origin is tuple:
        return tuple(_built(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return _dataclass(hint, value)  # type: ignore[arg-type]  # narrowed to instances
    return _scalar(hint, value)


def _scalar(hint: Any, value: Any) -> Any:
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise ValueError(value)
        return value
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if isinstance(hint, type) and type(value) is not hint:
        raise TypeError(value)
    return value


def _one_of(hints: tuple[Any, ...], value: Any) -> Any:
    if value is None and type(None) in hints:
        return None
    choices = [hint for hint in hints if hint is not type(None)]
    if len(choices) == 1:
        return _built(choices[0], value)
    return _dataclass({hint.__name__: hint for hint in choices}[value["class"]], value)


def _dataclass(data_class: type[T], record: Mapping[str, Any]) -> T:
    hints = get_type_hints(data_class)
    if set(record) - {"class"} != set(hints):
        raise KeyError(data_class.__name__)
    return data_class(**{name: _built(hint, record[name]) for name, hint in hints.items()})
