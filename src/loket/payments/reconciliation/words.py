"""What each result of a comparison means, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class VerdictWords:
    title: Text
    next_step: Text


VERDICTS = {
    "matched": VerdictWords(Text("Cocok", "Matched"), Text("", "")),
    "parked": VerdictWords(
        Text("Sudah menjadi kasus", "A case already"),
        Text("Tindak lanjuti di daftar kasus.", "Act upon it in the list of cases."),
    ),
    "only_theirs": VerdictWords(
        Text("Hanya di SIMPONI", "Only in SIMPONI"),
        Text(
            "Kodenya milik kantor ini, pembayarannya belum tercatat: catat sekarang.",
            "The code is this office's, its payment is not recorded yet: record it now.",
        ),
    ),
    "unknown_code": VerdictWords(
        Text("Kode tidak tercatat", "Code not recorded"),
        Text(
            "Kode ini tidak tercatat di sini: jadikan kasus, lalu cari pesanannya.",
            "This code is not recorded here: make it a case, then look for its order.",
        ),
    ),
    "only_ours": VerdictWords(
        Text("Hanya di kantor", "Only at the office"),
        Text(
            "SIMPONI tidak mencantumkannya. Periksa NTPN-nya di laman SIMPONI; bila tidak ada, "
            "jadikan kasus.",
            "SIMPONI does not list it. Check its NTPN on the SIMPONI site; if it is not there, "
            "make it a case.",
        ),
    ),
    "amount_differs": VerdictWords(
        Text("Jumlah berbeda", "Amount differs"),
        Text(
            "Periksa bukti penerimaan negara. Selisihnya menjadi kasus.",
            "Check the proof of receipt. The difference becomes a case.",
        ),
    ),
    "date_differs": VerdictWords(
        Text("Tanggal berbeda", "Date differs"),
        Text(
            "Periksa tanggal pada bukti penerimaan negara, lalu tulis penjelasannya.",
            "Check the date on the proof of receipt, then write the explanation.",
        ),
    ),
    "ntpn_differs": VerdictWords(
        Text("NTPN berbeda", "NTPN differs"),
        Text(
            "Kode ini dibayar lagi dengan NTPN lain: jadikan kasus; uangnya dapat diminta "
            "kembali.",
            "This code was paid again with another NTPN: make it a case, the money can be asked "
            "back.",
        ),
    ),
    "reversed": VerdictWords(
        Text("Ditarik kembali", "Reversed"),
        Text(
            "SIMPONI menandainya batal. Bila tercatat lunas di sini, jadikan kasus.",
            "SIMPONI marks it as reversed. If it is recorded as paid here, make it a case.",
        ),
    ),
}
STEPS = {
    "recorded": Text("Pembayaran dicatat", "Payment recorded"),
    "parked": Text("Menjadi kasus", "Made a case"),
    "noted": Text("Dicatat dengan alasan", "Noted with a reason"),
}
