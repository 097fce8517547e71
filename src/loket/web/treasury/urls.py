"""The treasurer's pages, under `bendahara/`; names live in the namespace `treasury`."""

from __future__ import annotations

from django.urls import path, re_path

from loket.web.treasury import (
    case,
    cash,
    exceptions,
    home,
    paying,
    receipts,
    reconciling,
    reports,
    returning,
    transferring,
)

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
    path(f"{ORDER}tanya-simponi/", paying.ask_billing, name="ask_billing"),
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
    path("kasus/<int:pk>/terima/", exceptions.accept, name="accept_late"),
    path("kasus/<int:pk>/perbaiki/", exceptions.correct, name="correct_case"),
    path("kasus/<int:pk>/catat/", exceptions.record_with, name="record_case"),
    path("kas/", cash.book, name="cash_book"),
    path("kas/setoran/", cash.make_deposit, name="make_deposit"),
    path("kas/setoran/<int:pk>/bayar/", cash.record_deposit, name="record_deposit"),
    path("kas/setoran/<int:pk>/batal/", cash.drop_deposit, name="drop_deposit"),
    path("kas/tutup/", cash.close_day, name="close_day"),
    path("kas/tutup/<int:pk>/", cash.close_paper, name="close_paper"),
    path("cocok/", reconciling.reconciliations, name="reconciliations"),
    path("cocok/<int:pk>/", reconciling.reconciliation, name="reconciliation"),
    path("cocok/<int:pk>/ulang/", reconciling.compare_again, name="compare_again"),
    path("cocok/<int:pk>/catat/", reconciling.record_all, name="record_all"),
    path("cocok/<int:pk>/baris/<int:position>/", reconciling.step, name="reconciliation_step"),
    re_path(
        r"^cocok/(?P<pk>[0-9]{1,9})\.(?P<format>csv|xlsx)$",
        reconciling.download,
        name="reconciliation_file",
    ),
    path("pengembalian/", returning.returns_list, name="returns"),
    path("pengembalian/baru/", returning.new, name="new_return"),
    path("pengembalian/<int:pk>/", returning.detail, name="return"),
    path("pengembalian/<int:pk>/berkas/", returning.papers, name="return_papers"),
    path("pengembalian/<int:pk>/terusan/", returning.forward, name="forward_return"),
    path("pengembalian/<int:pk>/jawaban/", returning.outcome, name="return_outcome"),
    path("pengembalian/<int:pk>/surat/", returning.paper, name="return_paper"),
    path("pengembalian/<int:pk>/berkas/<uuid:upload>/", returning.file, name="return_file"),
    path("laporan/", reports.monthly, name="report"),
    re_path(
        r"^laporan/(?P<month>[0-9]{4}-[0-9]{2})\.(?P<format>csv|xlsx|pdf)$",
        reports.download,
        name="report_file",
    ),
    path("laporan/<str:month>/keringanan/", reports.foregone, name="foregone_file"),
]
