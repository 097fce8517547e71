"""Where machines call, under `hooks/`; names live in the namespace `hooks`."""

from __future__ import annotations

from django.urls import path

from loket.web.hooks import simponi

app_name = "hooks"

urlpatterns = [path("simponi/", simponi.receive, name="simponi")]
