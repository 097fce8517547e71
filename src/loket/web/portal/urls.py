"""The customer's own pages: the account under `akun/`, the orders under `portal/`."""

from __future__ import annotations

from django.urls import include, path

app_name = "portal"

urlpatterns = [
    path("akun/", include("loket.web.portal.accounts.urls")),
    path("portal/", include("loket.web.portal.orders.urls")),
]
