"""`make demo` and a developer's own machine: SQLite, simulators, no TLS."""

from __future__ import annotations

from loket.settings import environment
from loket.settings.base import *  # noqa: F403
from loket.settings.base import SECRET_KEY as GIVEN_KEY

SECRET_KEY = GIVEN_KEY or "only-for-development-" + "0" * 40
LOKET_MASTER_KEY = environment.text("LOKET_MASTER_KEY", "00" * 32)
LOKET_TRAIL_KEY = environment.text("LOKET_TRAIL_KEY", "11" * 32)
LOKET_SIGNING = environment.text("LOKET_SIGNING", "simulator")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = environment.flag("LOKET_AUTORELOAD")
