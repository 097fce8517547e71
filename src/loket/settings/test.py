"""The test suite: a database in memory unless LOKET_DATABASE names PostgreSQL."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("LOKET_DATA", tempfile.mkdtemp(prefix="loket-test-"))

from loket.settings import environment
from loket.settings.base import *  # noqa: F403
from loket.settings.base import DATA

SECRET_KEY = "only-for-tests-" + "0" * 50
LOKET_MASTER_KEY = "22" * 32
LOKET_TRAIL_KEY = "33" * 32
LOKET_MAIL = "memory"
LOKET_STORAGE = f"disk:{DATA / 'files'}"
LOKET_SIGNING = "simulator"
LOKET_HEADQUARTERS_MAIL = "arsip@example.org"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if not os.environ.get("LOKET_DATABASE"):
    DATABASES = {"default": environment.sqlite(Path(DATA) / "test.sqlite3")}
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA) / "suite.sqlite3")}
