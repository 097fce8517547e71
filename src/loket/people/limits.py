"""Limits on failed log-ins, by account and by source; they fail closed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from loket.people.models import LoginAttempt

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 8
PER_SOURCE = 40


class TooManyAttempts(Exception):
    message = _("Terlalu banyak percobaan masuk. Tunggu 15 menit, lalu coba lagi.")


def require_allowed(email: str, source: str, at: datetime) -> None:
    """
    :raises TooManyAttempts: if this account or this source failed too often lately
    """
    since = at - WINDOW
    recent = LoginAttempt.objects.filter(at__gt=since)
    if (
        recent.filter(account_hash=_keyed(email)).count() >= PER_ACCOUNT
        or recent.filter(source_hash=_keyed(source)).count() >= PER_SOURCE
    ):
        raise TooManyAttempts


def remember_failure(email: str, source: str, at: datetime) -> None:
    LoginAttempt.objects.filter(at__lt=at - timedelta(days=1)).delete()
    LoginAttempt.objects.create(account_hash=_keyed(email), source_hash=_keyed(source), at=at)


def forget(email: str) -> None:
    LoginAttempt.objects.filter(account_hash=_keyed(email)).delete()


def _keyed(value: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, value.strip().lower().encode(), hashlib.sha256).hexdigest()
