"""Headers that tell the browser to trust nothing but this site, and a number for the request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.security import SecurityMiddleware

from loket.ledger.context import new_request_id
from loket.web.access import Audience, access_of
from loket.web.acting import acting_of, request_id_of

REPORTS = "/laporan-csp/"
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        f"report-uri {REPORTS}",
        "report-to csp",
    ]
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Reporting-Endpoints": f'csp="{REPORTS}"',
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(self), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
        "browsing-topics=()"
    ),
}


class SecurityHeaders(SecurityMiddleware):
    """Django's own (TLS redirect, HSTS, nosniff, referrer, opener) and what it lacks."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        request.request_id = new_request_id()  # type: ignore[attr-defined]
        return super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-ID"] = request_id_of(request)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = _caching(request)
        return response


def _caching(request: HttpRequest) -> str:
    match = request.resolver_match
    access = access_of(match.func) if match else None
    if access and access.audience is Audience.PUBLIC and acting_of(request).user is None:
        return "private, no-cache"
    return "no-store"
