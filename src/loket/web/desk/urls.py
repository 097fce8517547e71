"""Pages of the officer and the approving official, under `loket/`."""

from __future__ import annotations

from django.urls import path

from loket.web.desk import home
from loket.web.desk.approvals import deciding as approving
from loket.web.desk.approvals import returns as returning
from loket.web.desk.approvals import views as approvals
from loket.web.desk.cases import (
    afterwards,
    deciding,
    files,
    handing_over,
    letters,
    page,
    preparing,
    ratings,
    signatures,
)
from loket.web.desk.guests import arrivals, papers, recording, visits
from loket.web.desk.queue import panel, seats, tickets
from loket.web.desk.record import figures, policies

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("antrean/", panel.panel, name="queue"),
    path("antrean/panggil/", tickets.call_next, name="call_next"),
    path("antrean/hari-lalu/", seats.close_earlier_days, name="close_earlier_days"),
    path("antrean/terlambat/<int:call_id>/", seats.cause, name="cause"),
    path("meja/", seats.sit, name="sit"),
    path("meja/tinggalkan/", seats.leave, name="leave"),
    path("nomor/<uuid:ticket_id>/panggil/", tickets.call_out_of_order, name="call_out_of_order"),
    path("nomor/<uuid:ticket_id>/ulang/", tickets.recall, name="recall"),
    path("nomor/<uuid:ticket_id>/mulai/", tickets.start, name="start"),
    path("nomor/<uuid:ticket_id>/tunda/", tickets.hold, name="hold"),
    path("nomor/<uuid:ticket_id>/lanjutkan/", tickets.resume, name="resume"),
    path("nomor/<uuid:ticket_id>/alihkan/", tickets.transfer, name="transfer"),
    path("nomor/<uuid:ticket_id>/tidak-hadir/", tickets.no_show, name="no_show"),
    path("nomor/<uuid:ticket_id>/kembali/", tickets.return_to_queue, name="return_to_queue"),
    path("nomor/<uuid:ticket_id>/selesai/", tickets.finish, name="finish"),
    path("tamu/", arrivals.arrival, name="arrival"),
    path("tamu/nomor-cadangan/", arrivals.slip, name="slip"),
    path("tamu/nomor-cadangan/cetak/", papers.slip_sheet, name="slip_sheet"),
    path("nomor/<uuid:ticket_id>/kertas/", papers.ticket_paper, name="ticket_paper"),
    path("kunjungan/<uuid:visit_id>/", visits.visit, name="visit"),
    path("kunjungan/<uuid:visit_id>/identitas/", visits.confirm, name="confirm"),
    path("kunjungan/<uuid:visit_id>/pembeli/", visits.buyer, name="buyer"),
    path("kunjungan/<uuid:visit_id>/nomor/", visits.another_number, name="another_number"),
    path("kunjungan/<uuid:visit_id>/tutup/", visits.close, name="close_visit"),
    path("kunjungan/<uuid:visit_id>/permintaan/", recording.record, name="record"),
    path("janji/", figures.figures, name="figures"),
    path("janji/bandingkan/", policies.compare, name="compare"),
    path("janji/<str:day>/", figures.calls, name="calls"),
    path("penyiapan/", preparing.preparing, name="preparing"),
    path("penilaian/", ratings.ratings, name="ratings"),
    path("pesanan/<uuid:order_id>/", page.case, name="case"),
    path("pesanan/<uuid:order_id>/sesuai/", deciding.accept, name="accept"),
    path("pesanan/<uuid:order_id>/tidak-sesuai/", deciding.reject, name="reject"),
    path("pesanan/<uuid:order_id>/konsultasi/", deciding.refer, name="refer"),
    path("pesanan/<uuid:order_id>/sppd/", deciding.receive_sppd, name="receive_sppd"),
    path("pesanan/<uuid:order_id>/sppd/tolak/", deciding.refuse_sppd, name="refuse_sppd"),
    path("pesanan/<uuid:order_id>/sppd/tarik/", deciding.undo_sppd, name="undo_sppd"),
    path("pesanan/<uuid:order_id>/siapkan/", preparing.prepare, name="prepare"),
    path("pesanan/<uuid:order_id>/kirim-contoh/", handing_over.send_offer, name="send_offer"),
    path("pesanan/<uuid:order_id>/invoice/", handing_over.issue_invoice, name="issue_invoice"),
    path("pesanan/<uuid:order_id>/serahkan/", handing_over.deliver, name="deliver"),
    path("pesanan/<uuid:order_id>/selesai/", handing_over.complete, name="complete"),
    path("pesanan/<uuid:order_id>/kesalahan/", handing_over.report_error, name="report_error"),
    path("pesanan/<uuid:order_id>/serahkan-perbaikan/", handing_over.redeliver, name="redeliver"),
    path("pesanan/<uuid:order_id>/tautan-ulang/", afterwards.relink, name="relink"),
    path("pesanan/<uuid:order_id>/tindak-lanjut/", afterwards.follow_up, name="follow_up"),
    path("pesanan/<uuid:order_id>/batalkan/", afterwards.cancel, name="cancel"),
    path("pesanan/<uuid:order_id>/tanda-tangan/", signatures.signatures, name="signatures"),
    path("pesanan/<uuid:order_id>/data/", files.package, name="package"),
    path("pesanan/<uuid:order_id>/dokumen/<uuid:paper_id>/", files.paper, name="paper"),
    path("pesanan/<uuid:order_id>/berkas/<uuid:upload_id>/", files.upload, name="upload"),
    path("pesanan/<uuid:order_id>/surat/<uuid:message_id>/", letters.resend, name="resend"),
    path(
        "pesanan/<uuid:order_id>/keringanan/",
        approvals.decide_reduction,
        name="decide_reduction",
    ),
    path(
        "pesanan/<uuid:order_id>/pelepasan/setujui/",
        approving.approve_release,
        name="approve_release",
    ),
    path(
        "pesanan/<uuid:order_id>/pelepasan/tolak/",
        approving.refuse_release,
        name="refuse_release",
    ),
    path(
        "pesanan/<uuid:order_id>/contoh-riil/", preparing.ask_real_sample, name="ask_real_sample"
    ),
    path(
        "pesanan/<uuid:order_id>/contoh-riil/putuskan/",
        approving.decide_real_sample,
        name="decide_real_sample",
    ),
    path("kuitansi/<uuid:paper_id>/batalkan/", approvals.void, name="void"),
    path("pengembalian/<int:pk>/", returning.decide, name="decide_return"),
]
