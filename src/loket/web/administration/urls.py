"""Pages of administrators, under `kelola/`; names live in the namespace `administration`."""

from __future__ import annotations

from django.urls import path

from loket.web.administration import (
    causes,
    counters,
    guest_book,
    home,
    institutions,
    leaks,
    office,
    policies,
    product_settings,
    products,
    roles,
    tariff_books,
    tariff_editing,
    trail,
    unknown,
)

app_name = "administration"

urlpatterns = [
    path("", home.home, name="home"),
    path("kantor-baru/", home.open_office, name="open_office"),
    path("pembayaran/<int:pk>/", unknown.unknown, name="unknown"),
    path("<str:code>/", home.office, name="office"),
    path("<str:code>/peran/", roles.roles, name="roles"),
    path("<str:code>/peran/<int:pk>/akhiri/", roles.end_role, name="end_role"),
    path("<str:code>/data/", office.data, name="data"),
    path("<str:code>/data/usul/", office.propose, name="propose"),
    path("<str:code>/data/usul/<int:pk>/", office.decide, name="decide"),
    path("<str:code>/jam/", office.hours, name="hours"),
    path("<str:code>/hari/", office.set_special_day, name="set_special_day"),
    path("<str:code>/hari/<int:pk>/hapus/", office.drop_special_day, name="drop_special_day"),
    path("<str:code>/loket/", counters.counters, name="counters"),
    path("<str:code>/loket/penyebab/<slug:cause_code>/", causes.cause, name="cause"),
    path("<str:code>/loket/siapkan/", counters.prepare, name="prepare"),
    path("<str:code>/loket/layanan/<int:pk>/", counters.service, name="service"),
    path("<str:code>/loket/<int:pk>/", counters.desk, name="desk"),
    path("<str:code>/perangkat/", counters.enrol_kiosk, name="enrol_kiosk"),
    path("<str:code>/perangkat/<int:pk>/cabut/", counters.revoke_kiosk, name="revoke_kiosk"),
    path("<str:code>/pengumuman/", counters.announce, name="announce"),
    path("<str:code>/pengumuman/<int:pk>/akhiri/", counters.end_notice, name="end_notice"),
    path("<str:code>/kebijakan/", policies.policies, name="policies"),
    path("<str:code>/kebijakan/berlakukan/", policies.policy, name="policy"),
    path("<str:code>/buku-tamu/", guest_book.guest_book, name="guest_book"),
    path("<str:code>/buku-tamu/<slug:key>/", guest_book.question, name="question"),
    path(
        "<str:code>/buku-tamu/<slug:key>/pindah/", guest_book.move_question, name="move_question"
    ),
    path("<str:code>/produk/", products.products, name="products"),
    path("<str:code>/produk/jual/", products.offer, name="offer"),
    path("<str:code>/produk/<slug:product>/tarik/", products.withdraw, name="withdraw"),
    path(
        "<str:code>/produk/<slug:product>/pengaturan/",
        product_settings.product_settings,
        name="product_settings",
    ),
    path(
        "<str:code>/produk/<slug:product>/pengaturan/<int:pk>/",
        product_settings.decide_product,
        name="decide_product",
    ),
    path("<str:code>/lembaga/", institutions.requests, name="institutions"),
    path("<str:code>/lembaga/<uuid:request_id>/", institutions.decide, name="institution"),
    path("<str:code>/lembaga/<uuid:request_id>/akhiri/", institutions.end, name="end_institution"),
    path(
        "<str:code>/lembaga/<uuid:request_id>/surat/",
        institutions.letter,
        name="institution_letter",
    ),
    path("<str:code>/kebocoran/", leaks.leaks, name="leaks"),
    path("<str:code>/kebocoran/<uuid:case_id>/", leaks.leak, name="leak"),
    path("<str:code>/tarif/", tariff_books.tariffs, name="tariffs"),
    path("<str:code>/tarif/bandingkan/", tariff_books.compare, name="compare_tariffs"),
    path("<str:code>/tarif/rancang/", tariff_editing.draft, name="draft_tariff"),
    path("<str:code>/tarif/bawaan/<str:book>/", tariff_books.shipped, name="tariff_shipped"),
    path("<str:code>/tarif/<int:pk>/", tariff_books.tariff, name="tariff"),
    path("<str:code>/tarif/<int:pk>/keterangan/", tariff_editing.edit, name="edit_tariff"),
    path("<str:code>/tarif/<int:pk>/ajukan/", tariff_editing.propose, name="propose_tariff"),
    path("<str:code>/tarif/<int:pk>/tetapkan/", tariff_editing.adopt, name="adopt_tariff"),
    path("<str:code>/tarif/<int:pk>/kembalikan/", tariff_editing.give_back, name="return_tariff"),
    path("<str:code>/tarif/<int:pk>/buang/", tariff_editing.discard, name="discard_tariff"),
    path("<str:code>/tarif/<int:pk>/baris/<int:number>/", tariff_editing.line, name="tariff_line"),
    path("<str:code>/jejak/", trail.trail, name="trail"),
    path("<str:code>/jejak/periksa/", trail.verify, name="verify"),
    path("<str:code>/pesan/", trail.outbox, name="outbox"),
    path("<str:code>/pesan/<uuid:pk>/ulang/", trail.retry, name="retry"),
]
