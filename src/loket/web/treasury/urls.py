"""The treasurer's pages, under `bendahara/`; names live in the namespace `treasury`."""

from __future__ import annotations

from django.urls import path

from loket.web.treasury import case, exceptions, home, paying, receipts, transferring

app_name = "treasury"

ORDER = "pesanan/<uuid:order_id>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("daftar/", home.live, name="live"),
    path("cari/", home.search, name="search"),
    path(ORDER, case.case, name="case"),
    path(f"{ORDER}tunai/", paying.take_cash, name="take_cash"),
    path(f"{ORDER}kode-billing/", paying.issue_billing, name="issue_billing"),
    path(f"{ORDER}minta-kode-billing/", paying.request_billing, name="request_billing"),
    path(f"{ORDER}billing-terbayar/", paying.confirm_billing, name="confirm_billing"),
    path(f"{ORDER}transfer-diterima/", transferring.confirm, name="confirm_transfer"),
    path(f"{ORDER}transfer-ditolak/", transferring.refuse, name="refuse_transfer"),
    path(f"{ORDER}berkas/<uuid:upload>/", transferring.file, name="file"),
    path(f"{ORDER}kuitansi/", receipts.issue, name="issue_kuitansi"),
    path(f"{ORDER}kuitansi/salinan/", receipts.copy, name="copy_kuitansi"),
    path(f"{ORDER}kuitansi/batal/", receipts.request_void, name="request_void"),
    path(f"{ORDER}dokumen/<uuid:paper>/", receipts.paper, name="paper"),
    path("kasus/", exceptions.exceptions, name="exceptions"),
    path("kasus/<int:pk>/", exceptions.exception, name="exception"),
]
