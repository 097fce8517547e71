"""Questions put to every household member (KOR blocks IV to XI and XIV to XVI)."""

from __future__ import annotations

from loket.microdata.synthetic.declare import Recipe, Texts, coded, number
from loket.microdata.synthetic.household_variables import YES_NO

RELATION: dict[int, Texts] = {
    1: ("Kepala rumah tangga", "Head of household"),
    2: ("Istri/suami", "Spouse"),
    3: ("Anak kandung/tiri", "Child"),
    4: ("Anak angkat", "Adopted child"),
    5: ("Menantu", "Child-in-law"),
    6: ("Cucu", "Grandchild"),
    7: ("Orang tua/mertua", "Parent or parent-in-law"),
    8: ("Pembantu/sopir", "Domestic worker"),
    9: ("Lainnya", "Other"),
}
MARITAL: dict[int, Texts] = {
    1: ("Belum kawin", "Never married"),
    2: ("Kawin", "Married"),
    3: ("Cerai hidup", "Divorced"),
    4: ("Cerai mati", "Widowed"),
}
SEX: dict[int, Texts] = {1: ("Laki-laki", "Male"), 2: ("Perempuan", "Female")}
_DIPLOMA: dict[int, Texts] = {
    1: ("Paket A", "Package A"),
    2: ("SDLB", "Special primary"),
    3: ("SD", "Primary school"),
    4: ("MI", "Islamic primary school"),
    6: ("Paket B", "Package B"),
    8: ("SMP", "Lower secondary"),
    9: ("MTs", "Islamic lower secondary"),
    11: ("Paket C", "Package C"),
    13: ("SMA", "Upper secondary"),
    14: ("MA", "Islamic upper secondary"),
    15: ("SMK", "Vocational upper secondary"),
    17: ("D1/D2", "Diploma I or II"),
    18: ("D3", "Diploma III"),
    19: ("D4", "Diploma IV"),
    20: ("S1", "Bachelor"),
    22: ("S2", "Master"),
    23: ("S3", "Doctor"),
    25: ("Tidak punya ijazah SD", "No primary certificate"),
}
_DIPLOMA_SHARES = (
    *(0.004, 0.001, 0.29, 0.03, 0.005, 0.14, 0.03, 0.013, 0.14),
    *(0.03, 0.11, 0.007, 0.02, 0.004, 0.06, 0.006, 0.001, 0.109),
)
_INDUSTRY: dict[int, Texts] = {
    1: ("Pertanian padi dan palawija", "Rice and secondary crops"),
    2: ("Hortikultura", "Horticulture"),
    3: ("Perkebunan", "Estate crops"),
    4: ("Perikanan", "Fishery"),
    5: ("Peternakan", "Livestock"),
    6: ("Kehutanan dan pertanian lainnya", "Forestry and other agriculture"),
    7: ("Pertambangan dan penggalian", "Mining and quarrying"),
    8: ("Industri pengolahan", "Manufacturing"),
    10: ("Konstruksi/bangunan", "Construction"),
    11: ("Perdagangan", "Trade"),
    12: ("Hotel dan rumah makan", "Hotels and restaurants"),
    13: ("Transportasi dan pergudangan", "Transport and storage"),
    18: ("Jasa pendidikan", "Education"),
    19: ("Jasa kesehatan", "Health"),
    20: ("Jasa kemasyarakatan dan pemerintahan", "Public and community services"),
    26: ("Lainnya", "Other"),
}
_INDUSTRY_SHARES = (
    *(0.16, 0.06, 0.05, 0.015, 0.03, 0.012, 0.013, 0.14),
    *(0.09, 0.18, 0.05, 0.045, 0.05, 0.018, 0.05, 0.037),
)


def _schooling() -> tuple[Recipe, ...]:
    return (
        coded(
            "R610",
            "Partisipasi sekolah",
            "School participation",
            {
                1: ("Tidak/belum pernah sekolah", "Never attended"),
                2: ("Masih sekolah", "Attending"),
                3: ("Tidak bersekolah lagi", "No longer attending"),
            },
            (0.05, 0.26, 0.69),
            tilt=0.2,
            asked="age5",
        ),
        coded(
            "R614",
            "Ijazah/STTB tertinggi yang dimiliki",
            "Highest certificate held",
            _DIPLOMA,
            _DIPLOMA_SHARES,
            tilt=0.2,
            asked="age5",
            measure="ordinal",
        ),
        coded(
            "R609",
            "Dapat membaca dan menulis huruf latin",
            "Can read and write Latin letters",
            YES_NO,
            (0.94, 0.06),
            tilt=-0.6,
            asked="age5",
        ),
    )


def _work() -> tuple[Recipe, ...]:
    return (
        coded(
            "R703",
            "Kegiatan yang paling banyak menggunakan waktu",
            "Main activity in the last week",
            {
                1: ("Bekerja", "Working"),
                2: ("Sekolah", "Schooling"),
                3: ("Mengurus rumah tangga", "Housekeeping"),
                4: ("Lainnya", "Other"),
            },
            (0.57, 0.13, 0.23, 0.07),
            asked="age10",
        ),
        coded(
            "R705",
            "Lapangan usaha dari pekerjaan utama",
            "Industry of the main job",
            _INDUSTRY,
            _INDUSTRY_SHARES,
            tilt=0.35,
            asked="working",
        ),
        coded(
            "R706",
            "Status/kedudukan dalam pekerjaan utama",
            "Status in the main job",
            {
                1: ("Berusaha sendiri", "Own account"),
                2: ("Berusaha dibantu buruh tidak tetap", "Employer with casual workers"),
                3: ("Berusaha dibantu buruh tetap", "Employer with permanent workers"),
                4: ("Buruh/karyawan/pegawai", "Employee"),
                5: ("Pekerja bebas", "Casual worker"),
                6: ("Pekerja keluarga/tidak dibayar", "Unpaid family worker"),
            },
            (0.22, 0.16, 0.03, 0.35, 0.11, 0.13),
            asked="working",
        ),
        number(
            "R707",
            "Jumlah jam kerja seminggu terakhir",
            "Hours worked in the last week",
            median=38,
            spread=0.35,
            highest=97,
            asked="working",
            missing={98: ("Tidak tahu", "Do not know"), 99: ("Tidak ada jawaban", "No answer")},
            unknown=0.008,
        ),
    )


def _communication() -> tuple[Recipe, ...]:
    return (
        coded(
            "R801",
            "Menguasai/memiliki telepon seluler 3 bulan terakhir",
            "Has a mobile phone (last 3 months)",
            YES_NO,
            (0.7, 0.3),
            tilt=-0.6,
            asked="age5",
        ),
        coded(
            "R808",
            "Mengakses internet 3 bulan terakhir",
            "Used the internet (last 3 months)",
            YES_NO,
            (0.68, 0.32),
            tilt=-0.7,
            asked="age5",
        ),
        coded(
            "R1001",
            "Bepergian dengan tujuan wisata",
            "Travelled as a tourist",
            YES_NO,
            (0.18, 0.82),
            tilt=-0.7,
        ),
        coded(
            "R1002",
            "Menjadi korban kejahatan setahun terakhir",
            "Victim of crime in the last year",
            YES_NO,
            (0.01, 0.99),
            security="sensitive",
        ),
    )


def _health() -> tuple[Recipe, ...]:
    days: dict[int, Texts] = {98: ("Tidak tahu", "Do not know")}
    return (
        coded(
            "R1101",
            "Mempunyai jaminan kesehatan BPJS penerima bantuan iuran",
            "Covered by subsidised national health insurance",
            YES_NO,
            (0.42, 0.58),
            tilt=0.5,
        ),
        coded(
            "R1102",
            "Mempunyai keluhan kesehatan sebulan terakhir",
            "Health complaint in the last month",
            YES_NO,
            (0.27, 0.73),
        ),
        number(
            "R1104",
            "Lamanya terganggu (hari)",
            "Days disturbed by illness",
            median=3.6,
            spread=0.7,
            highest=30,
            asked="sick",
            missing=days,
            unknown=0.01,
        ),
        coded(
            "R1105",
            "Pernah berobat jalan sebulan terakhir",
            "Sought outpatient care in the last month",
            YES_NO,
            (0.5, 0.5),
            tilt=-0.2,
            asked="sick",
        ),
        coded(
            "R1206",
            "Pernah rawat inap setahun terakhir",
            "Hospitalised in the last year",
            YES_NO,
            (0.035, 0.965),
        ),
        coded(
            "R1207",
            "Merokok tembakau sebulan terakhir",
            "Smoked tobacco in the last month",
            {
                1: ("Ya, setiap hari", "Yes, daily"),
                2: ("Ya, tidak setiap hari", "Yes, not daily"),
                3: ("Tidak", "No"),
                8: ("Tidak tahu", "Do not know"),
            },
            (0.22, 0.03, 0.75),
            missing=(8,),
            unknown=0.003,
            asked="age5",
        ),
        number(
            "R1208",
            "Rata-rata batang rokok per minggu",
            "Cigarettes smoked in a week",
            median=70,
            spread=0.5,
            highest=500,
            asked="smokes",
        ),
    )


INDIVIDUAL_QUESTIONS: tuple[Recipe, ...] = (
    *_schooling(),
    *_work(),
    *_communication(),
    *_health(),
)

SECOND_QUESTIONS: tuple[Recipe, ...] = (
    coded(
        "R1401",
        "Pernah mendapat imunisasi",
        "Was ever immunised",
        YES_NO,
        (0.94, 0.06),
        tilt=-0.2,
        asked="under5",
    ),
    number(
        "R1408",
        "Lamanya diberi ASI (bulan)",
        "Duration of breastfeeding (months)",
        median=14,
        spread=0.5,
        highest=48,
        asked="under2",
        missing={98: ("Tidak tahu", "Do not know")},
        unknown=0.01,
    ),
    number(
        "R1501",
        "Umur pada saat perkawinan pertama",
        "Age at first marriage",
        median=20.5,
        spread=0.17,
        highest=54,
        asked="married_women",
    ),
    number(
        "R1502",
        "Banyaknya anak lahir hidup",
        "Children ever born alive",
        median=1.9,
        spread=0.55,
        highest=14,
        asked="married_women",
        security="sensitive",
    ),
    coded(
        "R1505",
        "Menggunakan alat/cara KB",
        "Use of contraception",
        {
            1: ("Ya, sedang menggunakan", "Yes, currently"),
            2: ("Pernah, tidak sedang menggunakan", "Formerly"),
            3: ("Tidak pernah", "Never"),
        },
        (0.55, 0.2, 0.25),
        asked="married_women",
    ),
)
