from __future__ import annotations

from django.urls import path

from loket.web.display import place, wall

app_name = "display"

urlpatterns = [
    path("antrean/<uuid:public_id>/", place.place, name="place"),
    path("antrean/<uuid:public_id>/keadaan/", place.state, name="place_state"),
    path("antrean/<uuid:public_id>/nomor.pdf", place.paper, name="place_paper"),
    path("<str:code>/", wall.wall, name="wall"),
    path("<str:code>/keadaan/", wall.state, name="wall_state"),
]
