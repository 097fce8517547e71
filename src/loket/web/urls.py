"""Who is served where. Every view under here says who may open it (`loket.web.access`)."""

from __future__ import annotations

from django.urls import include, path

from loket.web import errors, language, policy_reports

urlpatterns = [
    path("", include("loket.web.public.urls")),
    path("", include("loket.web.portal.urls")),
    path("loket/", include("loket.web.desk.urls")),
    path("bendahara/", include("loket.web.treasury.urls")),
    path("kios/", include("loket.web.kiosk.urls")),
    path("layar/", include("loket.web.display.urls")),
    path("kelola/", include("loket.web.administration.urls")),
    path("hooks/", include("loket.web.hooks.urls")),
    path("bahasa/", language.choose, name="choose_language"),
    path("laporan-csp/", policy_reports.receive, name="policy_reports"),
]

handler400 = errors.bad_request
handler403 = errors.not_found
handler404 = errors.not_found
handler500 = errors.server_error
