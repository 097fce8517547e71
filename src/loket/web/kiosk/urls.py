from __future__ import annotations

from django.urls import path

from loket.web.kiosk import arriving, device, paper

app_name = "kiosk"

urlpatterns = [
    path("", arriving.start, name="start"),
    path("aktifkan/", device.activate, name="activate"),
    path("nomor/<uuid:public_id>/", paper.number, name="number"),
    path("<str:code>/", arriving.contact, name="contact"),
    path("<str:code>/tamu/", arriving.identify, name="identify"),
    path("<str:code>/ambil/", arriving.take, name="take"),
    path("<str:code>/buku-tamu/", arriving.register, name="register"),
]
