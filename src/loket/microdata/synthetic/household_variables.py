"""Questions of the household questionnaire (food insecurity, dwelling, assets, programmes)."""

from __future__ import annotations

from loket.microdata.synthetic.declare import Recipe, Texts, coded, number

YES_NO: dict[int, Texts] = {1: ("Ya", "Yes"), 5: ("Tidak", "No")}
FIES: dict[int, Texts] = {
    1: ("Ya", "Yes"),
    5: ("Tidak", "No"),
    8: ("Tidak tahu", "Do not know"),
    9: ("Menolak menjawab", "Refused"),
}
_FIES_TEXTS: tuple[Texts, ...] = (
    ("Khawatir tidak punya cukup makanan", "Worried about not having enough food"),
    ("Tidak dapat makan makanan sehat dan bergizi", "Unable to eat healthy food"),
    ("Hanya makan sedikit jenis makanan", "Ate only a few kinds of foods"),
    ("Melewatkan waktu makan", "Skipped a meal"),
    ("Makan lebih sedikit dari seharusnya", "Ate less than they should"),
    ("Kehabisan makanan", "Ran out of food"),
    ("Merasa lapar tetapi tidak makan", "Was hungry but did not eat"),
    ("Tidak makan seharian", "Went without eating for a whole day"),
)
_ASSETS: tuple[tuple[str, str, str, float], ...] = (
    ("R2001A", "Tabung gas 5,5 kg atau lebih", "Gas cylinder of 5.5 kg or more", 0.14),
    ("R2001B", "Lemari es/kulkas", "Refrigerator", 0.62),
    ("R2001C", "AC", "Air conditioner", 0.09),
    ("R2001D", "Pemanas air", "Water heater", 0.03),
    ("R2001E", "Telepon rumah (PSTN)", "Fixed telephone", 0.02),
    ("R2001F", "Komputer/laptop/tablet", "Computer, laptop or tablet", 0.19),
    ("R2001G", "Emas/perhiasan minimal 10 gram", "Gold or jewellery of at least 10 grams", 0.17),
    ("R2001H", "Sepeda motor", "Motorcycle", 0.84),
    ("R2001I", "Perahu", "Boat", 0.02),
    ("R2001J", "Perahu motor", "Motor boat", 0.02),
    ("R2001K", "Mobil", "Car", 0.12),
    ("R2001L", "TV layar datar minimal 30 inci", "Flat television of at least 30 inches", 0.21),
    ("R2001M", "Tanah/lahan", "Land", 0.63),
)
_PROGRAMMES: tuple[tuple[str, str, str, float], ...] = (
    ("R2202", "Memiliki kartu keluarga sejahtera (KKS)", "Holds a family welfare card", 0.17),
    ("R2203", "Menjadi penerima Program Keluarga Harapan", "Receives family hope programme", 0.15),
    ("R2207", "Menerima program sembako/BPNT", "Receives the staple food programme", 0.18),
    ("R2210A", "Menerima bantuan pemerintah daerah", "Receives local government aid", 0.08),
    ("R2211", "Menerima kredit usaha rakyat (KUR)", "Received a people's business credit", 0.06),
)


def _dwelling() -> tuple[Recipe, ...]:
    return (
        coded(
            "R1802",
            "Status kepemilikan bangunan tempat tinggal",
            "Tenure of the dwelling",
            {
                1: ("Milik sendiri", "Owned"),
                2: ("Kontrak/sewa", "Rented"),
                3: ("Bebas sewa", "Rent free"),
                4: ("Dinas", "Official"),
                5: ("Lainnya", "Other"),
            },
            (0.88, 0.035, 0.075, 0.006, 0.004),
            tilt=0.15,
        ),
        number(
            "R1804",
            "Luas lantai bangunan tempat tinggal (m2)",
            "Floor area of the dwelling (m2)",
            median=68,
            spread=0.45,
            highest=600,
            tilt=0.16,
        ),
        coded(
            "R1806",
            "Bahan utama atap rumah terluas",
            "Main material of the roof",
            {
                1: ("Beton", "Concrete"),
                2: ("Genteng", "Tile"),
                3: ("Seng", "Zinc"),
                4: ("Asbes", "Asbestos"),
                5: ("Bambu", "Bamboo"),
                6: ("Kayu/sirap", "Wood or shingle"),
                7: ("Jerami/ijuk/daun-daunan/rumbia", "Straw, fibre or leaves"),
                8: ("Lainnya", "Other"),
            },
            (0.02, 0.66, 0.16, 0.13, 0.003, 0.004, 0.02, 0.003),
            tilt=-0.3,
        ),
        coded(
            "R1807",
            "Bahan utama dinding rumah terluas",
            "Main material of the outer walls",
            {
                1: ("Tembok", "Masonry"),
                2: ("Plesteran anyaman bambu/kawat", "Plastered bamboo or wire"),
                3: ("Kayu/papan", "Wood or planks"),
                4: ("Anyaman bambu", "Woven bamboo"),
                5: ("Batang kayu", "Logs"),
                6: ("Bambu", "Bamboo"),
                7: ("Lainnya", "Other"),
            },
            (0.78, 0.02, 0.15, 0.035, 0.005, 0.005, 0.005),
            tilt=-0.6,
        ),
        coded(
            "R1808",
            "Bahan utama lantai rumah terluas",
            "Main material of the floor",
            {
                1: ("Marmer/granit", "Marble or granite"),
                2: ("Keramik", "Ceramic"),
                3: ("Parket/vinil/karpet", "Parquet, vinyl or carpet"),
                4: ("Ubin/tegel/teraso", "Tile or terrazzo"),
                5: ("Kayu/papan", "Wood or planks"),
                6: ("Semen/bata merah", "Cement or brick"),
                7: ("Bambu", "Bamboo"),
                8: ("Tanah", "Earth"),
                9: ("Lainnya", "Other"),
            },
            (0.02, 0.55, 0.01, 0.05, 0.08, 0.24, 0.004, 0.043, 0.003),
            tilt=-0.8,
        ),
    )


def _services() -> tuple[Recipe, ...]:
    return (
        coded(
            "R1809A",
            "Kepemilikan dan penggunaan fasilitas tempat buang air besar",
            "Ownership and use of a toilet",
            {
                1: ("Ada, digunakan hanya ART sendiri", "Yes, only own household"),
                2: ("Ada, digunakan bersama", "Yes, shared with certain households"),
                3: ("Ada, di MCK komunal", "Yes, communal facility"),
                4: ("Ada, di MCK umum", "Yes, public facility"),
                5: ("Ada, tidak digunakan", "Yes, but not used"),
                6: ("Tidak ada fasilitas", "None"),
            },
            (0.83, 0.08, 0.02, 0.02, 0.005, 0.045),
            tilt=-0.7,
        ),
        coded(
            "R1810A",
            "Sumber air utama untuk minum",
            "Main source of drinking water",
            {
                1: ("Air kemasan bermerk", "Branded bottled water"),
                2: ("Air isi ulang", "Refilled water"),
                3: ("Leding", "Piped water"),
                4: ("Sumur bor/pompa", "Bore well or pump"),
                5: ("Sumur terlindung", "Protected well"),
                6: ("Sumur tak terlindung", "Unprotected well"),
                7: ("Mata air terlindung", "Protected spring"),
                8: ("Mata air tak terlindung", "Unprotected spring"),
                9: ("Air permukaan", "Surface water"),
                10: ("Air hujan", "Rain water"),
                11: ("Lainnya", "Other"),
            },
            (0.08, 0.25, 0.13, 0.17, 0.16, 0.03, 0.13, 0.03, 0.005, 0.013, 0.002),
            tilt=-0.5,
        ),
        coded(
            "R1816",
            "Sumber utama penerangan rumah",
            "Main source of lighting",
            {
                1: ("Listrik PLN dengan meteran", "State electricity, metered"),
                2: ("Listrik PLN tanpa meteran", "State electricity, not metered"),
                3: ("Listrik non-PLN", "Other electricity"),
                4: ("Bukan listrik", "No electricity"),
            },
            (0.93, 0.05, 0.012, 0.008),
            tilt=-0.7,
        ),
        coded(
            "R1817",
            "Bahan bakar utama untuk memasak",
            "Main cooking fuel",
            {
                0: ("Tidak memasak di rumah", "Does not cook at home"),
                1: ("Listrik", "Electricity"),
                2: ("Elpiji 5,5 kg/blue gas", "LPG 5.5 kg"),
                3: ("Elpiji 12 kg", "LPG 12 kg"),
                4: ("Elpiji 3 kg", "LPG 3 kg"),
                5: ("Gas kota", "Piped gas"),
                8: ("Arang", "Charcoal"),
                10: ("Kayu bakar", "Firewood"),
            },
            (0.012, 0.01, 0.02, 0.03, 0.78, 0.008, 0.005, 0.135),
            tilt=-0.5,
        ),
        number(
            "R1805",
            "Banyaknya ruang tidur",
            "Number of bedrooms",
            median=2.4,
            spread=0.35,
            highest=12,
            tilt=0.08,
            missing={98: ("Tidak tahu", "Do not know"), 99: ("Tidak ada jawaban", "No answer")},
            unknown=0.004,
        ),
    )


HOUSEHOLD_QUESTIONS: tuple[Recipe, ...] = (
    *(
        coded(
            f"R170{number_}",
            f"{id} (12 bulan terakhir)",
            f"{en} (last 12 months)",
            FIES,
            (share, 1 - share),
            missing=(8, 9),
            unknown=0.006,
            tilt=0.5,
        )
        for number_, ((id, en), share) in enumerate(
            zip(_FIES_TEXTS, (0.17, 0.14, 0.16, 0.06, 0.09, 0.05, 0.035, 0.012), strict=True), 1
        )
    ),
    *_dwelling(),
    *_services(),
    *(coded(n, id, en, YES_NO, (share, 1 - share), tilt=-0.7) for n, id, en, share in _ASSETS),
    *(coded(n, id, en, YES_NO, (share, 1 - share), tilt=0.6) for n, id, en, share in _PROGRAMMES),
)
