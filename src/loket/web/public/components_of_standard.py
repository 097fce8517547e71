"""The fourteen components of a service standard (PermenPANRB 15/2014), for one office.

The procedure itself is not repeated here: the page draws it from `loket.process`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from loket.people.models import Office
from loket.process import CURRENT
from loket.process.vocabulary import State
from loket.rules.deadlines import RELINK_DAYS, SERVICE_PROMISE_MINUTES
from loket.rules.tariffs import TariffBook
from loket.web.public.prices import Price
from loket.web.templatetags.loket import teks


@dataclass(frozen=True, slots=True)
class Facts:
    """What differs between offices; without office the general text is shown."""

    office: Office | None
    hours: tuple[tuple[str, str], ...]
    prices: list[Price]
    book: TariffBook
    staff: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Component:
    number: int
    title: str
    words: str
    items: tuple[str, ...] = ()
    anchor: str = ""  # of the part of the page that shows the rest


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    words: str
    components: tuple[Component, ...]


def groups(facts: Facts) -> tuple[Group, Group]:
    return (
        Group(
            _("Penyampaian pelayanan"),
            _("Yang Anda alami sebagai pengguna layanan."),
            (
                _requirements(),
                _procedure(),
                _time(),
                _cost(facts),
                _product(),
                _complaints(facts),
            ),
        ),
        Group(
            _("Pengelolaan pelayanan"),
            _("Yang kami siapkan di dalam kantor agar pelayanan berjalan."),
            (
                _legal_basis(facts),
                _facilities(facts),
                _competence(),
                _supervision(),
                _staff(facts),
                _service_guarantee(),
                _safety_guarantee(),
                _evaluation(),
            ),
        ),
    )


def _requirements() -> Component:
    return Component(
        1,
        _("Persyaratan"),
        _("Siapkan yang berikut sebelum mengajukan permintaan."),
        (
            _("Alamat e-mail yang aktif."),
            _("Datang langsung: mengisi buku tamu elektronik di ruang pelayanan."),
            _("Online: akun pada situs ini dengan alamat e-mail yang sudah dibuktikan."),
            _("Online, untuk perusahaan atau lembaga swasta: NPWP yang aktif."),
            _("Abstraksi penggunaan data: latar belakang, tujuan, metode, dan rancangan hasil."),
            _(
                "Persetujuan atas syarat penjualan: abstraksi, Surat Perjanjian Penggunaan Data "
                "(SPPD), format, biaya, dan media."
            ),
            _(
                "Untuk tarif nol rupiah: surat permohonan dari instansi yang berhak; diputuskan "
                "oleh pejabat penyetuju."
            ),
        ),
    )


def _procedure() -> Component:
    return Component(
        2,
        _("Sistem, mekanisme, dan prosedur"),
        _(
            "Ada dua jalur: datang langsung dengan %(walk_in)s langkah dan online dengan "
            "%(online)s langkah. Di tempat dijual data mikro fullset (tanpa pilih variabel); "
            "pilihan variabel tersedia online."
        )
        % {name: _steps(name) for name in ("walk_in", "online")},
        anchor="prosedur",
    )


def _time() -> Component:
    checking = next(p for p in CURRENT["online"].promises if p.state is State.CHECKING)
    preparing = next(p for p in CURRENT["online"].promises if p.state is State.PREPARING)
    return Component(
        3,
        _("Jangka waktu penyelesaian"),
        _("Waktu dihitung pada jam pelayanan dan berhenti selama kami menunggu Anda."),
        (
            _(
                "Datang langsung: dilayani paling lama %(minutes)s menit sejak tamu sebelumnya "
                "selesai."
            )
            % {"minutes": SERVICE_PROMISE_MINUTES},
            _("Online: pemeriksaan abstraksi paling lama %(days)s hari kerja.")
            % {"days": checking.amount},
            _("Online: penyiapan data paling lama %(days)s hari kerja.")
            % {"days": preparing.amount},
            _(
                "Tautan data dapat diminta kembali dalam %(days)s hari sejak transaksi selesai "
                "dengan menunjukkan kuitansi."
            )
            % {"days": RELINK_DAYS},
        ),
        anchor="janji-waktu",
    )


def _cost(facts: Facts) -> Component:
    return Component(
        4,
        _("Biaya atau tarif"),
        _("Harga ditetapkan dengan peraturan pemerintah dan tertulis pada setiap invoice."),
        (
            *(f"{teks(price.label)}: {'; '.join(price.words)}." for price in facts.prices),
            _("Meterai dan biaya bank ditanggung pengguna layanan dan tidak termasuk harga."),
            _("Tidak ada pungutan lain. Petugas tidak menerima pemberian dalam bentuk apa pun."),
        ),
    )


def _product() -> Component:
    return Component(
        5,
        _("Produk pelayanan"),
        _("Yang Anda terima, beserta kuitansi bernomor dan sidik jari digital setiap berkas:"),
        (
            _("data mikro fullset (tanpa pilih variabel);"),
            _("data mikro menurut variabel dan wilayah yang Anda pilih (online);"),
            _(
                "peta digital wilayah kerja statistik; peta ini bukan peta batas administrasi "
                "resmi."
            ),
        ),
    )


def _complaints(facts: Facts) -> Component:
    own = (
        (_("E-mail: %(email)s") % {"email": facts.office.email},)
        if facts.office and facts.office.email
        else ()
    )
    return Component(
        6,
        _("Penanganan pengaduan, saran, dan masukan"),
        _("Setiap pengaduan mendapat nomor, penanggung jawab, dan jawaban."),
        (
            _("Langsung: kotak saran dan pengaduan di ruang pelayanan."),
            *own,
            _("Situs ini: halaman Pengaduan."),
            _("SP4N-LAPOR!: www.lapor.go.id."),
        ),
    )


def _legal_basis(facts: Facts) -> Component:
    return Component(
        7,
        _("Dasar hukum"),
        _("Pelayanan ini berdasar pada:"),
        (
            _("Undang-Undang Nomor 16 Tahun 1997 tentang Statistik;"),
            _("Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;"),
            _("Undang-Undang Nomor 9 Tahun 2018 tentang Penerimaan Negara Bukan Pajak;"),
            _("Undang-Undang Nomor 10 Tahun 2020 tentang Bea Meterai;"),
            _("Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi;"),
            f"{teks(facts.book.legal_basis)};",
            _(
                "Peraturan Menteri PANRB Nomor 15 Tahun 2014 tentang Pedoman Standar Pelayanan "
                "dan Nomor 14 Tahun 2017 tentang Survei Kepuasan Masyarakat."
            ),
        ),
    )


def _facilities(facts: Facts) -> Component:
    return Component(
        8,
        _("Sarana, prasarana, dan fasilitas"),
        _("Tersedia di ruang pelayanan dan pada situs ini:"),
        (
            _("buku tamu elektronik, nomor antrean, layar dan suara panggilan;"),
            _("meja layanan, ruang tunggu, dan prioritas bagi kelompok rentan;"),
            _("pembayaran tunai kepada bendahara atau dengan kode billing SIMPONI;")
            if facts.office is None or facts.office.takes_cash
            else _("pembayaran dengan kode billing SIMPONI; kantor ini tidak menerima tunai;"),
            _("pengiriman data yang dapat dilanjutkan bila sambungan terputus."),
        ),
    )


def _competence() -> Component:
    return Component(
        9,
        _("Kompetensi pelaksana"),
        _(
            "Petugas memahami data mikro, peta wilayah kerja statistik, aturan kerahasiaan, dan "
            "tarif; bendahara memahami pengelolaan penerimaan negara; semuanya menaati kode etik "
            "pelayanan."
        ),
    )


def _supervision() -> Component:
    return Component(
        10,
        _("Pengawasan internal"),
        _(
            "Yang menerima uang tidak pernah menyerahkan data pada pesanan yang sama. Setiap "
            "tindakan tercatat pada jejak yang tidak dapat diubah dan diperiksa setiap hari."
        ),
    )


def _staff(facts: Facts) -> Component:
    return Component(
        11,
        _("Jumlah pelaksana"),
        _("Pelaksana pelayanan pada kantor ini:")
        if facts.staff
        else _("Jumlah pelaksana ditunjukkan pada halaman standar pelayanan setiap kantor."),
        tuple(
            _("%(role)s: %(count)s orang") % {"role": role, "count": count}
            for role, count in facts.staff
        ),
    )


def _service_guarantee() -> Component:
    return Component(
        12,
        _("Jaminan pelayanan"),
        _(
            "Kami melayani sesuai standar ini, menjelaskan setiap penolakan beserta jalan "
            "keluarnya, dan memperbaiki tanpa biaya data yang salah karena kami."
        ),
    )


def _safety_guarantee() -> Component:
    return Component(
        13,
        _("Jaminan keamanan dan keselamatan pelayanan"),
        _(
            "Data pribadi Anda hanya dipakai untuk pelayanan ini. Data pesanan disimpan tersandi, "
            "diserahkan hanya kepada pemesannya, dan keasliannya dapat diperiksa. Keterangan "
            "responden dirahasiakan menurut undang-undang."
        ),
    )


def _evaluation() -> Component:
    return Component(
        14,
        _("Evaluasi kinerja pelaksana"),
        _(
            "Kepuasan pengguna layanan diukur pada setiap penyerahan dan sedikitnya setahun "
            "sekali. Janji waktu yang ditepati dan yang terlewat diumumkan pada catatan pelayanan."
        ),
    )


def _steps(channel: str) -> int:
    """Count the published steps; 3a and 3b are two branches of one."""
    return len({step.number.rstrip("ab") for step in CURRENT[channel].steps})
