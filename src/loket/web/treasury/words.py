"""What a parked payment means, and what the treasurer does next."""

from __future__ import annotations

from dataclasses import dataclass

from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class ExceptionWords:
    title: Text
    what: Text
    next_step: Text


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
            "Beri tahu pembeli tentang hak pengembalian penerimaan negara, lalu tutup kasus ini "
            "dengan nomor permohonannya.",
            "Tell the customer about the return of state revenue, then close this case with the "
            "number of the request.",
        ),
    ),
    "short": ExceptionWords(
        Text("Kurang bayar", "Paid short"),
        Text("Jumlah yang dibayar kurang dari tagihan.", "Less was paid than billed."),
        Text(
            "Cocokkan jumlahnya dengan bukti penerimaan negara; jika salah ketik, catat lagi "
            "dengan jumlah yang benar. Jika memang kurang, minta pembeli melunasi dengan kode "
            "billing baru.",
            "Compare the amount with the proof of receipt; if mistyped, record it again with the "
            "right amount. If it is short, ask the customer to pay with a new billing code.",
        ),
    ),
    "over": ExceptionWords(
        Text("Lebih bayar", "Paid over"),
        Text("Jumlah yang dibayar lebih dari tagihan.", "More was paid than billed."),
        Text(
            "Cocokkan jumlahnya dengan bukti penerimaan negara; jika salah ketik, catat lagi. "
            "Jika memang lebih, pembeli dapat meminta pengembalian penerimaan negara.",
            "Compare the amount with the proof of receipt; if mistyped, record it again. If it is "
            "too much, the customer may ask for the return of state revenue.",
        ),
    ),
    "unknown": ExceptionWords(
        Text("Kode tidak dikenal", "Unknown code"),
        Text(
            "Pembayaran untuk kode billing yang tidak tercatat di sini.",
            "A payment for a billing code that is not recorded here.",
        ),
        Text(
            "Cari kodenya di laman SIMPONI. Jika milik pesanan di sini, catat kode billingnya "
            "pada pesanan itu, lalu catat pembayarannya.",
            "Look the code up on the SIMPONI site. If it belongs to an order here, record the "
            "code with that order, then record the payment.",
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
            "Periksa tanggal dan NTPN pada bukti penerimaan negara; jika salah ketik, catat lagi. "
            "Jika benar, hubungi pembeli dan tutup kasus ini dengan penyelesaiannya.",
            "Check date and NTPN on the proof of receipt; if mistyped, record it again. If right, "
            "contact the customer and close this case with how it was settled.",
        ),
    ),
    "reversed": ExceptionWords(
        Text("Ditarik kembali", "Reversed"),
        Text(
            "Pembayaran yang sudah dicatat tidak lagi dikenal SIMPONI.",
            "A recorded payment is no longer known to SIMPONI.",
        ),
        Text(
            "Hubungi bank dan KPPN sebelum data diserahkan; batalkan kuitansinya bila perlu.",
            "Contact the bank and the treasury office before the data are handed over; have the "
            "receipt voided if need be.",
        ),
    ),
}
