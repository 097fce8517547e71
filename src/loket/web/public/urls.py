from __future__ import annotations

from django.urls import include, path

from loket.web.public import (
    checkpoints,
    documents,
    guides,
    home,
    offices,
    prices,
    service_record,
    standard,
    well_known,
)

app_name = "public"

urlpatterns = [
    path("", home.home, name="home"),
    path("cara-membeli/", guides.how_to_buy, name="how_to_buy"),
    path("harga/", prices.prices, name="prices"),
    path("harga/<str:code>/", prices.prices, name="office_prices"),
    path("standar-pelayanan/", standard.standard, name="standard"),
    path("standar-pelayanan/<str:code>/", standard.standard, name="office_standard"),
    path("maklumat-pelayanan/", guides.pledge, name="pledge"),
    path("kantor/", offices.offices, name="offices"),
    path("kantor/<str:code>/", offices.office, name="office"),
    path("pengaduan/", guides.complaints, name="complaints"),
    path("catatan-pelayanan/", service_record.choose, name="service_record"),
    path(
        "catatan-pelayanan/<str:code>/",
        service_record.service_record,
        name="office_service_record",
    ),
    path("periksa/", documents.check, name="check"),
    path("periksa/<str:code>/", documents.result, name="check_result"),
    path("jejak/", checkpoints.checkpoints, name="checkpoints"),
    path("jejak/<str:office>/<int:size>/", checkpoints.checkpoint, name="checkpoint"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("robots.txt", well_known.robots, name="robots"),
    path("privasi/", guides.privacy, name="privacy"),
    path("aksesibilitas/", guides.accessibility, name="accessibility"),
    path("katalog/", include("loket.web.public.catalogue.urls")),
]
