"""What a parked payment means, and what the treasurer does next."""

from __future__ import annotations

from dataclasses import dataclass

from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class ExceptionWords:
    title: Text
    what: Text
    next_step: Text


ENDINGS = {
    "accepted": Text("Diterima untuk invoicenya", "Accepted for its invoice"),
    "recorded": Text("Dicatat pada pesanan", "Recorded with an order"),
    "moved": Text("Dipindahkan ke kantornya", "Handed to its office"),
}
EXCEPTIONS = {
    "late": ExceptionWords(
        Text("Terlambat", "Late"),
        Text(
            "Dibayar setelah kode billing kedaluwarsa.",
            "Paid after the billing code had expired.",
        ),
        Text(
            "Periksa waktu bayar pada bukti penerimaan negara. Jika benar dan uangnya sudah masuk "
            "kas negara, terima pembayaran ini untuk invoice.",
            "Check the time on the proof of receipt. If it is right and the money has reached the "
            "treasury, accept this payment for the invoice.",
        ),
    ),
    "twin": ExceptionWords(
        Text("Dibayar dua kali", "Paid twice"),
        Text(
            "Invoice ini sudah lunas; uang ini lebih bayar.",
            "This invoice is paid already; this money is too much.",
        ),
        Text(
            "Beri tahu pembeli tentang hak pengembalian penerimaan negara. Catat permohonannya di "
            "sini, lalu tutup kasus ini.",
            "Tell the customer about the return of state revenue. Record the request here, then "
            "close this case.",
        ),
    ),
    "short": ExceptionWords(
        Text("Kurang bayar", "Paid short"),
        Text("Jumlah yang dibayar kurang dari tagihan.", "Less was paid than billed."),
        Text(
            "Cocokkan jumlahnya dengan bukti penerimaan negara; jika salah ketik, perbaiki di "
            "bawah. Jika memang kurang, minta pembeli membayar penuh dengan kode billing baru; "
            "yang kurang itu dapat diminta kembali.",
            "Compare the amount with the proof of receipt; if mistyped, correct it below. If it "
            "is short, ask the customer to pay in full with a new billing code; the short "
            "payment can be asked back.",
        ),
    ),
    "over": ExceptionWords(
        Text("Lebih bayar", "Paid over"),
        Text("Jumlah yang dibayar lebih dari tagihan.", "More was paid than billed."),
        Text(
            "Cocokkan jumlahnya dengan bukti penerimaan negara; jika salah ketik, perbaiki di "
            "bawah. Jika memang lebih, terima untuk invoicenya; kelebihannya menjadi kasus "
            "sendiri dan dapat diminta kembali.",
            "Compare the amount with the proof of receipt; if mistyped, correct it below. If it "
            "is too much, accept it for its invoice; the excess becomes a case of its own and "
            "can be asked back.",
        ),
    ),
    "unknown": ExceptionWords(
        Text("Kode tidak dikenal", "Unknown code"),
        Text(
            "Pembayaran untuk kode billing yang tidak tercatat di sini.",
            "A payment for a billing code that is not recorded here.",
        ),
        Text(
            "Cari kodenya di laman SIMPONI. Jika milik pesanan di sini, catat bersama pesanan itu "
            "di bawah; pembayarannya ikut tercatat. Jika bukan, tutup kasus ini dengan alasannya.",
            "Look the code up on the SIMPONI site. If it belongs to an order here, record it with "
            "that order below; its payment is recorded too. If not, close this case with the "
            "reason.",
        ),
    ),
    "mismatch": ExceptionWords(
        Text("Tidak cocok", "Does not fit"),
        Text(
            "Pembayaran tidak cocok dengan pesanan: dibayar sebelum kode terbit, NTPN sudah "
            "terpakai, atau invoicenya sudah batal.",
            "The payment does not fit the order: paid before the code was issued, its NTPN is in "
            "use, or the invoice was cancelled.",
        ),
        Text(
            "Periksa tanggal dan NTPN pada bukti penerimaan negara; jika salah ketik, perbaiki di "
            "bawah. Jika pembayarannya memang untuk invoice ini, terima. Selain itu, hubungi "
            "pembeli; uangnya dapat diminta kembali.",
            "Check date and NTPN on the proof of receipt; if mistyped, correct it below. If the "
            "payment is for this invoice, accept it. Else contact the customer; the money can be "
            "asked back.",
        ),
    ),
    "reversed": ExceptionWords(
        Text("Ditarik kembali", "Reversed"),
        Text(
            "Pembayaran yang sudah dicatat tidak lagi dikenal SIMPONI.",
            "A recorded payment is no longer known to SIMPONI.",
        ),
        Text(
            "Hubungi bank dan KPPN. Selama kasus ini terbuka, kuitansi tidak dibuat dan data "
            "tidak diserahkan. Jika pembayarannya tetap ada, tutup dengan keterangan itu. Jika "
            "benar ditarik, minta pembatalan kuitansi bila sudah terbit, lalu tutup kasus ini: "
            "data pesanan ini tidak pernah diserahkan, dan pembeli membuat pesanan baru.",
            "Contact the bank and the treasury office. While this case is open no receipt is made "
            "and the data are not handed over. If the payment stands, close it saying so. If it "
            "was taken back, have the receipt voided if there is one, then close this case: the "
            "data of this order are never handed over, and the customer makes a new order.",
        ),
    ),
}
