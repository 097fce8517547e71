"""What each paper says, and what it refuses to say."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from loket.documents.papers import (
    day_close,
    handover,
    invoice,
    kuitansi,
    revenue_return,
    sppd,
    ticket,
)
from loket.documents.papers.engine import PaperError
from loket.documents.papers.sppd_clauses import clauses_digest, standard_clauses
from loket.rules.segments import Segment
from loket.rules.signatory import Rank
from loket.rules.wording import RuleError
from tests.documents.papers import samples
from tests.documents.papers.reading import squeezed, text_of


def test_an_invoice_shows_price_working_words_and_ways_to_pay() -> None:
    text = text_of(invoice.render(samples.make_invoice()))

    for part in (
        "Peraturan Pemerintah Nomor 13",
        "1.202.880.053 ÷ 1.000 byte × Rp20",
        "Rp24.147.601,00",
        "Dua puluh empat juta seratus empat puluh tujuh ribu enam ratus satu rupiah",
        "820261124465628",
        "1 Desember 2026 pukul 09.05 WIB",
    ):
        assert squeezed(part) in squeezed(text)


def test_an_invoice_in_english_uses_english_marks() -> None:
    text = text_of(invoice.render(samples.make_invoice("en")))

    assert "Rp24,147,601.00" in text
    assert "Twenty-four million one hundred forty-seven thousand" in text
    assert "24 November 2026" in text


def test_an_invoice_keeps_other_costs_apart() -> None:
    text = text_of(invoice.render(samples.make_long_invoice()))

    assert "Biaya lain di luar PNBP" in text
    assert "tidak termasuk dalam kode billing" in text
    assert "Rp176.439.000,00" in text or "Rp176." in text


def test_an_invoice_whose_sum_is_wrong_is_not_made() -> None:
    data = samples.make_invoice()

    with pytest.raises(PaperError, match="Jumlah invoice"):
        invoice.render(replace(data, total=data.total + 1))


def test_a_kuitansi_is_complete() -> None:
    text = text_of(kuitansi.render(samples.make_kuitansi()))

    for part in (
        "Telah terima dari",
        "Sari Rahayu",
        "Rp24.147.601,00",
        "A1B2C3D4E5F6G7H8",
        "Banjarnegara, 24 November 2026",
        "Endang Sulistyowati, A.Md.",
        "NIP 197803152005012003",
    ):
        assert part in text
    assert "SALINAN" not in text
    assert "BATAL" not in text


def test_a_kuitansi_says_when_it_is_a_copy_or_void() -> None:
    copy = text_of(kuitansi.render(replace(samples.make_kuitansi(), copy=True)))
    void = text_of(kuitansi.render(samples.make_void_kuitansi()))

    assert "SALINAN" in copy
    assert "BATAL" in void
    assert "Nama pembayar salah tulis." in void
    assert "00124/KUI/3304/2026" in void


def test_a_kuitansi_whose_sum_is_wrong_is_not_made() -> None:
    with pytest.raises(PaperError, match="Jumlah kuitansi"):
        kuitansi.render(replace(samples.make_kuitansi(), amount=1))


@pytest.mark.parametrize("sentences", [6, 18, 30])
def test_signatures_never_stand_alone_on_a_page(sentences: int) -> None:
    asked = samples.make_return()
    long = replace(asked, reason="Dibayar dari dua rekening. " * sentences * 2)
    last = pypdf.PdfReader(io.BytesIO(revenue_return.render(long))).pages[-1].extract_text()

    assert asked.approved_by.name in last
    assert "bukan perintah pembayaran" in last


def test_an_sppd_holds_two_originals_each_with_its_own_stamp_and_pages() -> None:
    pages = pypdf.PdfReader(io.BytesIO(sppd.render(samples.make_sppd()))).pages
    texts = [page.extract_text() for page in pages]

    assert sum("Meterai" in text and "PIHAK KEDUA" in text for text in texts) == 2
    half = len(texts) // 2
    assert all("Rangkap asli ke-1 dari 2" in text for text in texts[:half])
    assert all("Rangkap asli ke-2 dari 2" in text for text in texts[half:])
    for number, text in enumerate(texts[half:], start=1):
        assert f"Halaman {number} dari {half}" in text


def test_an_sppd_says_what_the_form_asks() -> None:
    text = squeezed(text_of(sppd.render(samples.make_sppd())))

    for part in (
        "tidak menyalin, meminjamkan, menyerahkan, menjual",
        "persetujuan teknis tertulis lebih dahulu dari Kepala BPS",
        "Semua data bersifat rahasia dan tetap menjadi milik BPS",
        "diharapkan menyerahkan hasil penelitiannya",
        "ditandai secara khusus untuk penerimanya",
        "bukan peta batas administrasi resmi",
        samples.make_sppd().datasets[0].definition_sha256,
        samples.make_sppd().abstraksi.method,
    ):
        assert squeezed(part) in text


def test_an_english_sppd_carries_the_indonesian_text_that_prevails() -> None:
    text = squeezed(text_of(sppd.render(samples.make_sppd("en"))))

    assert squeezed("Where the two differ, the Indonesian text prevails.") in text
    assert squeezed("Semua data bersifat rahasia") in text
    assert squeezed("All data are confidential") in text


def test_an_electronic_original_is_a_file_of_its_own() -> None:
    data = replace(samples.make_sppd(), electronic=True, copies=(2,))

    text = text_of(sppd.render(data))

    assert "Rangkap asli ke-2 dari 2" in text
    assert "Rangkap asli ke-1" not in text
    assert "rangkap asli elektronik" in text


@pytest.mark.parametrize("copies", [(), (3,), (0, 1)])
def test_an_sppd_has_no_third_original(copies: tuple[int, ...]) -> None:
    with pytest.raises(PaperError, match="dua rangkap"):
        sppd.render(replace(samples.make_sppd(), copies=copies))


def test_an_sppd_is_not_made_for_the_wrong_rank() -> None:
    data = samples.make_sppd()
    wrong = replace(data, signatory=replace(data.signatory, rank=Rank.STAFF))

    with pytest.raises(RuleError, match="ditandatangani"):
        sppd.render(replace(wrong, segment=Segment.CENTRAL_GOVERNMENT))


def test_clauses_follow_the_order_and_are_told_apart_by_their_digest() -> None:
    plain = standard_clauses(area_maps=False)

    assert (
        len(
            {
                clauses_digest(plain),
                clauses_digest(standard_clauses(area_maps=True)),
                clauses_digest(standard_clauses(area_maps=False, electronic=True)),
                clauses_digest(standard_clauses(area_maps=False, translated=True)),
            }
        )
        == 4
    )
    assert "peta batas administrasi" not in str(plain)
    for clause in standard_clauses(area_maps=True, translated=True, electronic=True):
        for paragraph in clause.paragraphs:
            assert paragraph.id
            assert paragraph.en


def test_a_ticket_is_as_wide_as_its_roll_and_names_nobody() -> None:
    for roll in (58, 80):
        pdf = ticket.render(replace(samples.make_ticket(), roll_mm=roll))
        (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages

        assert abs(float(page.mediabox.width) - roll * 72 / 25.4) < 1
        assert "A012" in page.extract_text()
        assert "± 25 menit" in page.extract_text()


def test_a_hand_over_lists_every_file_by_its_hash() -> None:
    data = samples.make_handover(files=60)

    text = squeezed(text_of(handover.render(data)))

    assert all(file.sha256 in text for file in data.files)
    assert squeezed("60 berkas") in text


def test_a_correction_is_named() -> None:
    data = replace(samples.make_handover(), round=2, correction="Kolom B7R20 dilengkapi.")

    text = text_of(handover.render(data))

    assert "Kolom B7R20 dilengkapi." in text


def test_a_day_close_shows_balance_count_and_difference() -> None:
    data = samples.make_day_close()

    text = text_of(day_close.render(data))

    assert (data.expected, data.present, data.difference) == (0, 12_000, 12_000)
    assert "Rp12.000" in text
    assert data.reason[:20] in text
    assert data.checkpoint_hash in squeezed(text)


def test_a_difference_needs_its_reason() -> None:
    with pytest.raises(PaperError, match="selisih"):
        day_close.render(replace(samples.make_day_close(), reason=" "))
