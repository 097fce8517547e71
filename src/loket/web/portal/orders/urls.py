"""Pages of a customer's orders, under `portal/`; names live in the namespace `portal`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
