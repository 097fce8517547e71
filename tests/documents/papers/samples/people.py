"""The office, its people, and customers ordinary and hard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from loket.documents.papers.parties import Letterhead, Official, Party
from loket.rules.wording import Text

Language = Literal["id", "en"]
AT = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
URL = "https://loket.example/periksa/k7Qm2xV9RtYb4w"

OFFICE = Letterhead(
    name=Text("BPS Kabupaten Banjarnegara", "BPS-Statistics Banjarnegara Regency"),
    service=Text(
        "Pelayanan Statistik Terpadu · Penjualan data mikro dan peta digital",
        "Integrated Statistical Services · Sale of microdata and digital maps",
    ),
    address="Jl. Selamanik No. 33, Banjarnegara, Jawa Tengah 53415",
    phone="(0286) 591893",
    email="bps3304@bps.go.id",
    website="banjarnegarakab.bps.go.id",
    city="Banjarnegara",
    zone="Asia/Jakarta",
)
TREASURER = Official(
    "Endang Sulistyowati, A.Md.", "197803152005012003", Text("Bendahara Penerimaan", "Treasurer")
)
HEAD = Official(
    "Drs. Bambang Prasetyo Wibowo, M.Si.",
    "196905121994011001",
    Text("Kepala BPS Kabupaten Banjarnegara", "Head of BPS-Statistics Banjarnegara Regency"),
)
OFFICER = Official(
    "Rina Kurniawati, S.Si.", "199002142014102001", Text("Petugas layanan", "Service officer")
)
SARI = Party(
    name="Sari Rahayu",
    institution="Universitas Jenderal Soedirman",
    address="Jl. H.R. Boenyamin 708, Purwokerto 53122",
    email="sari.rahayu@contoh.id",
    phone="+6281234567890",
)
LONG = Party(
    name="Prof. Dr. Ir. H. Raden Mas Soerjosoebandoro Koesoemowidagdo Notodiningrat, M.Sc., Ph.D.",
    institution="Direktorat Jenderal Perimbangan Keuangan dan Pembangunan Daerah Tertinggal, "
    "Kementerian Koordinator Bidang Infrastruktur dan Pembangunan Kewilayahan",
    address="Gedung Menara Merdeka Lantai 27, Jalan Jenderal Gatot Subroto Kaveling 52–53, "
    "Kelurahan Kuningan Timur, Kecamatan Setiabudi, Jakarta Selatan 12950",
    email="bagian.kerja.sama.dan.pertukaran.data.kewilayahan@kementerian-koordinator.example",
    phone="+622150000000",
    npwp="•••••••••••••3000",
)
HOSTILE = Party(
    name='#panic("x") $1$ *b* `c` [d] @e <f> \\ // /* "q" \u202egnp.exe 字 \x00\x07😀',
    institution="#" + "W" * 120,
    address='#image("/etc/passwd") #eval("1+1") #sys.inputs',
    email="<script>alert(1)</script>",
)
