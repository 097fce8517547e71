"""Pages of a customer's orders, under `portal/`; names live in the namespace `portal`."""

from __future__ import annotations

from django.urls import path

from loket.web.portal.orders import (
    acting_on,
    files,
    listing,
    paying,
    picking,
    revising,
    submitting,
)

urlpatterns = [
    path("", listing.orders, name="orders"),
    path("mulai/<slug:code>/", picking.begin, name="begin"),
    path("pesanan/<uuid:order_id>/", listing.order, name="order"),
    path("pesanan/<uuid:order_id>/data/<int:position>/", picking.pick, name="pick"),
    path("pesanan/<uuid:order_id>/data/<int:position>/harga/", picking.price, name="price"),
    path("pesanan/<uuid:order_id>/data/<int:position>/hapus/", picking.remove, name="remove"),
    path("pesanan/<uuid:order_id>/abstraksi/", submitting.statement, name="statement"),
    path("pesanan/<uuid:order_id>/tarif-nol/", submitting.zero, name="zero"),
    path("pesanan/<uuid:order_id>/periksa/", submitting.check, name="check_order"),
    path("pesanan/<uuid:order_id>/terkirim/", submitting.sent, name="submitted"),
    path("pesanan/<uuid:order_id>/terima-contoh/", acting_on.accept_offer, name="accept_offer"),
    path("pesanan/<uuid:order_id>/revisi/", revising.revise, name="revise"),
    path("pesanan/<uuid:order_id>/batalkan/", acting_on.withdraw, name="withdraw"),
    path("pesanan/<uuid:order_id>/kode-billing/", paying.billing, name="billing"),
    path("pesanan/<uuid:order_id>/bukti-transfer/", paying.transfer, name="transfer"),
    path("pesanan/<uuid:order_id>/sppd/", paying.sppd, name="sppd"),
    path("pesanan/<uuid:order_id>/lapor/", acting_on.report, name="report"),
    path("pesanan/<uuid:order_id>/sudah-benar/", acting_on.complete, name="complete"),
    path("pesanan/<uuid:order_id>/nilai/", acting_on.rate, name="rate"),
    path("pesanan/<uuid:order_id>/tautan-ulang/", acting_on.relink, name="relink"),
    path("pesanan/<uuid:order_id>/dokumen/<uuid:paper>/", files.paper, name="paper"),
    path("pesanan/<uuid:order_id>/contoh/", files.sample, name="sample"),
    path("pesanan/<uuid:order_id>/unduh/", files.download, name="download"),
]
