"""What an exception means for the person in front of the screen."""

from __future__ import annotations

import errno

from django.db import InterfaceError, OperationalError
from django.utils.translation import get_language

FULL_OR_BROKEN = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE}


def words_of(exception: BaseException) -> str:
    """Return what one of our own exceptions says to a person, or nothing for any other."""
    if not type(exception).__module__.startswith("loket."):
        return ""
    if isinstance(both := getattr(exception, "id", None), str):
        english = (get_language() or "").startswith("en")
        return str(getattr(exception, "en", both)) if english else both
    return str(getattr(exception, "message", ""))


def is_busy(exception: BaseException | None) -> bool:
    """Whether the database or the disk could not do its work now (busy, full, broken)."""
    if isinstance(exception, (OperationalError, InterfaceError)):
        return True
    return isinstance(exception, OSError) and exception.errno in FULL_OR_BROKEN
