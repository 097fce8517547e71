"""
The clauses of the SPPD (Surat Perjanjian Penggunaan Data), in our own words.

They hold the duties of the public form: no copies for others, own research only, other uses
only with the prior consent of the Head of BPS, results to be offered to BPS, all data
confidential and the property of BPS. An office may put its own clauses in their place; what
was signed is told by the version and the digest stored with each agreement.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from loket.rules.wording import Text

CLAUSES_VERSION = "loket-2026-1"


@dataclass(frozen=True, slots=True)
class Clause:
    """One article: its heading, and its numbered paragraphs."""

    heading: Text
    paragraphs: tuple[Text, ...]


def clauses_digest(clauses: Sequence[Clause]) -> str:
    """Return the SHA-256 (hex) of the clauses' text in both languages."""
    plain = json.dumps([asdict(clause) for clause in clauses], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


OBJECT = Clause(
    Text("Objek perjanjian", "Object of the agreement"),
    (
        Text(
            "PIHAK PERTAMA menyediakan bagi PIHAK KEDUA data mikro dan/atau peta digital wilayah "
            "kerja statistik yang disebut dalam Lampiran I, yang direkam pada media elektronik.",
            "The FIRST PARTY provides the SECOND PARTY with the microdata and/or digital maps of "
            "statistical work areas listed in Annex I, recorded on electronic media.",
        ),
        Text(
            "Isi setiap data ditetapkan oleh definisi yang sidik SHA-256-nya tercantum dalam "
            "Lampiran I.",
            "The content of each dataset is fixed by a definition whose SHA-256 digest stands in "
            "Annex I.",
        ),
    ),
)
PURPOSE = Clause(
    Text("Tujuan penggunaan", "Purpose of use"),
    (
        Text(
            "PIHAK KEDUA menggunakan data hanya untuk penelitian dan analisisnya sendiri, "
            "sebagaimana diuraikan dalam abstraksi penggunaan data, terutama untuk memperdalam "
            "pemahaman tentang Indonesia.",
            "The SECOND PARTY uses the data only for its own research and analysis as described "
            "in its statement of data use (abstraksi), chiefly to deepen the understanding of "
            "Indonesia.",
        ),
        Text(
            "Penggunaan untuk keperluan lain memerlukan persetujuan teknis tertulis lebih dahulu "
            "dari Kepala BPS.",
            "Any other use requires the prior technical consent, in writing, of the Head of BPS.",
        ),
    ),
)
PROHIBITIONS = Clause(
    Text("Larangan", "What is not allowed"),
    (
        Text(
            "PIHAK KEDUA tidak menyalin, meminjamkan, menyerahkan, menjual, atau mengumumkan "
            "data, seluruhnya atau sebagian, untuk orang atau lembaga lain.",
            "The SECOND PARTY does not copy, lend, hand over, sell or publish the data, in whole "
            "or in part, for any other person or organisation.",
        ),
        Text(
            "PIHAK KEDUA tidak berupaya mengenali responden, baik orang, rumah tangga, maupun "
            "usaha, dan tidak menggabungkan data dengan sumber lain untuk maksud itu.",
            "The SECOND PARTY does not try to identify any respondent, whether person, household "
            "or business, and does not link the data to other sources for that end.",
        ),
    ),
)
CONFIDENTIALITY = Clause(
    Text("Kerahasiaan dan kepemilikan", "Confidentiality and ownership"),
    (
        Text(
            "Semua data bersifat rahasia dan tetap menjadi milik BPS. Kerahasiaan keterangan "
            "responden dijamin oleh Pasal 21 dan Pasal 24 Undang-Undang Nomor 16 Tahun 1997 "
            "tentang Statistik.",
            "All data are confidential and remain the property of BPS. The confidentiality of "
            "respondents' information is guaranteed by Articles 21 and 24 of Law No. 16 of 1997 "
            "on Statistics.",
        ),
        Text(
            "PIHAK KEDUA menyimpan data sedemikian rupa sehingga orang lain tidak dapat "
            "mengaksesnya, dan segera memberi tahu PIHAK PERTAMA apabila data hilang atau "
            "terungkap.",
            "The SECOND PARTY keeps the data so that nobody else has access to them, and tells "
            "the FIRST PARTY at once if they are lost or disclosed.",
        ),
    ),
)
MARKING = Clause(
    Text("Penandaan salinan", "Marking of copies"),
    (
        Text(
            "Setiap salinan yang diserahkan ditandai secara khusus untuk penerimanya tanpa "
            "mengubah nilai statistiknya, sehingga asal salinan yang tersebar dapat ditelusuri.",
            "Every copy handed over is marked individually for its recipient without changing "
            "its statistical values, so that the origin of a leaked copy can be traced.",
        ),
        Text(
            "PIHAK KEDUA tidak menghapus atau menyamarkan tanda tersebut.",
            "The SECOND PARTY does not remove or disguise these marks.",
        ),
    ),
)
RESULTS = Clause(
    Text("Hasil penelitian", "Results of research"),
    (
        Text(
            "PIHAK KEDUA menyebut BPS sebagai sumber data dalam setiap hasil yang diumumkan, dan "
            "hanya mengumumkan hasil yang tidak memungkinkan responden dikenali.",
            "The SECOND PARTY cites BPS as the source of the data in every published result, and "
            "publishes only results from which no respondent can be recognised.",
        ),
        Text(
            "PIHAK KEDUA diharapkan menyerahkan hasil penelitiannya kepada BPS.",
            "The SECOND PARTY is expected to hand its research results to BPS.",
        ),
    ),
)
AREAS = Clause(
    Text("Peta wilayah kerja statistik", "Maps of statistical work areas"),
    (
        Text(
            "Peta menggambarkan wilayah kerja statistik dan bukan peta batas administrasi resmi. "
            "PIHAK KEDUA menyebutkan hal ini pada setiap penyajiannya.",
            "The maps show statistical work areas and are not maps of official administrative "
            "boundaries. The SECOND PARTY says so wherever it presents them.",
        ),
    ),
)
EFFECT = Text("Berlakunya perjanjian", "Effect of the agreement")
BEGINNING = Text(
    "Perjanjian ini berlaku sejak ditandatangani kedua pihak. Kewajiban menjaga "
    "kerahasiaan berlaku selama PIHAK KEDUA menyimpan data, dan tetap berlaku sesudahnya.",
    "This agreement takes effect when both parties have signed it. The duty of "
    "confidentiality lasts as long as the SECOND PARTY keeps the data, and continues "
    "thereafter.",
)
SETTLING = Text(
    "Perbedaan pendapat diselesaikan dengan musyawarah lebih dahulu.",
    "Differences are first settled by deliberation.",
)
CLOSING = Clause(
    EFFECT,
    (
        BEGINNING,
        Text(
            "Perjanjian ini dibuat dalam dua rangkap asli, masing-masing bermeterai dan "
            "berkekuatan hukum sama, satu untuk setiap pihak.",
            "This agreement is made in two originals, each bearing stamp duty and of equal legal "
            "force, one for each party.",
        ),
        SETTLING,
    ),
)
CLOSING_ELECTRONIC = Clause(
    EFFECT,
    (
        BEGINNING,
        Text(
            "Perjanjian ini dibuat dalam dua rangkap asli elektronik yang ditandatangani secara "
            "elektronik, masing-masing dengan e-meterai dan berkekuatan hukum sama, satu untuk "
            "setiap pihak.",
            "This agreement is made in two electronic originals signed electronically, each "
            "with electronic stamp duty (e-meterai) and of equal legal force, one for each party.",
        ),
        SETTLING,
    ),
)
PREVAILING = Clause(
    Text("Bahasa", "Language"),
    (
        Text(
            "Perjanjian ini disertai terjemahan bahasa Inggris. Jika terdapat perbedaan, naskah "
            "bahasa Indonesia yang berlaku.",
            "This agreement is accompanied by an English translation. Where the two differ, the "
            "Indonesian text prevails.",
        ),
    ),
)


def standard_clauses(
    *, area_maps: bool, translated: bool = False, electronic: bool = False
) -> tuple[Clause, ...]:
    """
    Return the clauses in order.

    :param area_maps: the order holds maps, so the clause on areas is needed
    :param electronic: the agreement is signed electronically
    :param translated: the paper carries the English translation beside the Indonesian
    """
    return (
        OBJECT,
        PURPOSE,
        PROHIBITIONS,
        CONFIDENTIALITY,
        MARKING,
        RESULTS,
        *((AREAS,) if area_maps else ()),
        CLOSING_ELECTRONIC if electronic else CLOSING,
        *((PREVAILING,) if translated else ()),
    )
