"""
One moment that stands in every file's header, so that the same rows give the same bytes.

The day a copy was made is in its README and PERIKSA.txt; a clock inside the file would make each
re-delivery another file.
"""

from __future__ import annotations

from datetime import UTC, datetime

# Without a zone, as headers hold it.
MOMENT = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# strftime would speak the language of the machine.
SAV_DATE_AND_TIME = b"01 Jan 0000:00:00"
DTA_TIMESTAMP = b"01 Jan 2000 00:00"
XPT_DATETIME = b"01JAN00:00:00:00"
DBF_DATE = (MOMENT.year - 1900, MOMENT.month, MOMENT.day)
