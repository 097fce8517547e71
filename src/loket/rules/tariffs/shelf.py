"""
The books shipped: PP 13/2024 and PP 7/2015.

PP 13/2024: figures as published by a regional BPS office's service page. Neither the
official annex nor the effective date was available, so the book says it is unconfirmed.
PP 7/2015: the regulation is public (Art. 4: microdata is priced regressively), its annex
was not; the lines stand ready and refuse to price until an office enters the amounts.
"""

from __future__ import annotations

from loket.rules.tariffs.book import Kind, Mode, TariffBook, TariffClass, TariffLine, Tier, Unit
from loket.rules.wording import Text

_MAP_LABELS = {
    TariffClass.INDONESIA_BY_KECAMATAN: Text(
        "Peta digital wilayah kerja statistik, Indonesia menurut kecamatan",
        "Digital map of statistical work areas, Indonesia by kecamatan",
    ),
    TariffClass.INDONESIA_BY_DESA: Text(
        "Peta digital wilayah kerja statistik, Indonesia menurut desa",
        "Digital map of statistical work areas, Indonesia by desa",
    ),
    TariffClass.KABUPATEN_BY_KECAMATAN: Text(
        "Peta digital wilayah kerja statistik, kabupaten/kota menurut kecamatan",
        "Digital map of statistical work areas, kabupaten/kota by kecamatan",
    ),
    TariffClass.KABUPATEN_BY_DESA: Text(
        "Peta digital wilayah kerja statistik, kabupaten/kota menurut desa/kelurahan",
        "Digital map of statistical work areas, kabupaten/kota by desa/kelurahan",
    ),
}
_WITHOUT = Text("Data mikro tanpa proses data", "Microdata without data processing")
_WITH = Text("Data mikro dengan proses data", "Microdata with data processing")
_PUBLICATION = Text("Publikasi elektronik", "Electronic publication")


def pp_13_2024() -> TariffBook:
    """Return PP 13/2024 with the published figures, to be confirmed by the office."""
    prices = {
        TariffClass.INDONESIA_BY_KECAMATAN: 12_000_000,
        TariffClass.INDONESIA_BY_DESA: 36_000_000,
        TariffClass.KABUPATEN_BY_KECAMATAN: 30_000,
        TariffClass.KABUPATEN_BY_DESA: 70_000,
    }
    return TariffBook(
        code="PP-13-2024",
        title=Text("Tarif PP 13/2024", "Tariffs of Government Regulation 13/2024"),
        legal_basis=Text(
            "Peraturan Pemerintah Nomor 13 Tahun 2024 tentang Jenis dan Tarif atas Jenis "
            "Penerimaan Negara Bukan Pajak yang Berlaku pada Badan Pusat Statistik",
            "Government Regulation (PP) No. 13 of 2024 on the types and tariffs of non-tax "
            "state revenue of BPS-Statistics Indonesia",
        ),
        effective_from=None,
        effective_to=None,
        confirmed=False,
        lines=(
            TariffLine(
                Kind.PUBLICATION,
                TariffClass.ELECTRONIC,
                Unit.PAGE,
                _PUBLICATION,
                (
                    Tier(upto=50, price=50_000, per=None, mode=Mode.FLAT),
                    Tier(upto=None, price=15_000, per=50, mode=Mode.PER_UNIT),
                ),
            ),
            _by_size(TariffClass.WITHOUT_PROCESSING, _WITHOUT, first=20_000, each_1000=20),
            _by_size(TariffClass.WITH_PROCESSING, _WITH, first=22_000, each_1000=22),
            *(_per_map(tariff_class, price) for tariff_class, price in prices.items()),
        ),
        note=Text(
            "Besaran menurut halaman layanan yang diterbitkan BPS; belum dicocokkan dengan "
            "lampiran resmi. Tanggal mulai berlaku belum diketahui. Ukuran 1 MB dan cara "
            "pembulatan dapat disetel per baris.",
            "Amounts as published on a BPS service page, not yet compared with the official "
            "annex. The effective date is not established. The size of 1 MB and the rounding "
            "can be set for each line.",
        ),
    )


def pp_7_2015() -> TariffBook:
    """Return PP 7/2015: structure only, amounts to be entered by the office."""
    return TariffBook(
        code="PP-7-2015",
        title=Text("Tarif PP 7/2015", "Tariffs of Government Regulation 7/2015"),
        legal_basis=Text(
            "Peraturan Pemerintah Nomor 7 Tahun 2015 tentang Jenis dan Tarif atas Jenis "
            "Penerimaan Negara Bukan Pajak yang Berlaku pada Badan Pusat Statistik",
            "Government Regulation (PP) No. 7 of 2015 on the types and tariffs of non-tax "
            "state revenue of BPS-Statistics Indonesia",
        ),
        effective_from=None,
        effective_to=None,
        confirmed=False,
        lines=(
            TariffLine(
                Kind.PUBLICATION,
                TariffClass.ELECTRONIC,
                Unit.PAGE,
                _PUBLICATION,
                (Tier(upto=None, price=None, per=1, mode=Mode.PER_UNIT),),
            ),
            _regressive(TariffClass.WITHOUT_PROCESSING, _WITHOUT),
            _regressive(TariffClass.WITH_PROCESSING, _WITH),
            *(_per_map(tariff_class, None) for tariff_class in _MAP_LABELS),
        ),
        note=Text(
            "Lampiran peraturan ini tidak tersedia bagi kami, maka besarannya sengaja kosong. "
            "Isi interval dan besaran dari lampiran resmi sebelum buku ini dipakai.",
            "The annex of this regulation was not available to us, so the amounts are left "
            "empty on purpose. Enter its intervals and amounts from the official annex before "
            "using this book.",
        ),
    )


def _by_size(tariff_class: TariffClass, label: Text, *, first: int, each_1000: int) -> TariffLine:
    return TariffLine(
        Kind.MICRODATA,
        tariff_class,
        Unit.BYTE,
        label,
        (
            Tier(upto=1, price=first, per=None, mode=Mode.FLAT, in_mb=True),
            Tier(upto=None, price=each_1000, per=1_000, mode=Mode.PRO_RATA),
        ),
    )


def _regressive(tariff_class: TariffClass, label: Text) -> TariffLine:
    return TariffLine(
        Kind.MICRODATA,
        tariff_class,
        Unit.BYTE,
        label,
        (
            Tier(upto=1, price=None, per=None, mode=Mode.FLAT, in_mb=True),
            Tier(upto=10, price=None, per=1_000, mode=Mode.PRO_RATA, in_mb=True),
            Tier(upto=None, price=None, per=1_000, mode=Mode.PRO_RATA),
        ),
    )


def _per_map(tariff_class: TariffClass, price: int | None) -> TariffLine:
    return TariffLine(
        Kind.AREA_MAP,
        tariff_class,
        Unit.AREA_MAP,
        _MAP_LABELS[tariff_class],
        (Tier(upto=None, price=price, per=1, mode=Mode.PER_UNIT),),
    )


SHIPPED_BOOKS = {book.code: book for book in (pp_13_2024(), pp_7_2015())}
