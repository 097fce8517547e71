"""Small files for machines: where to report a weakness, what not to index."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.web.access import public

VALID_FOR = timedelta(days=180)
NOT_INDEXED = ["/akun/", "/portal/", "/loket/", "/bendahara/", "/kelola/", "/kios/", "/periksa/"]


@public
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Answer RFC 9116."""
    _name, address = parseaddr(settings.LOKET_MAIL_FROM)
    expires = (timezone.now() + VALID_FOR).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: id, en",
        f"Canonical: {settings.LOKET_SITE}/.well-known/security.txt",
    ]
    return _plain(lines)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return _plain(["User-agent: *", *(f"Disallow: {path}" for path in NOT_INDEXED)])


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
