"""A real office. Refuses to start without its secrets; cookies only over TLS."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from loket.settings.base import *  # noqa: F403
from loket.settings.base import LOKET_MASTER_KEY, LOKET_SITE, LOKET_TRAIL_KEY, SECRET_KEY

LOKET_PRODUCTION = True

SECRETS = (
    ("LOKET_SECRET_KEY", SECRET_KEY, 50),
    ("LOKET_MASTER_KEY", LOKET_MASTER_KEY, 64),
    ("LOKET_TRAIL_KEY", LOKET_TRAIL_KEY, 64),
)
for name, value, least in SECRETS:
    if len(value) < least:
        raise ImproperlyConfigured(f"{name} must be a random value of {least} characters or more")
if not LOKET_SITE.startswith("https://"):
    raise ImproperlyConfigured("LOKET_SITE must be the https:// address of this office's site")

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-loket_session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-loket_csrf"
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
