"""Why a payment operation is refused, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class NoInvoice(Exception):
    message = _("Belum ada invoice yang berlaku untuk pesanan ini. Terbitkan invoice dahulu.")


class TooLittle(Exception):
    message = _("Uang yang diterima kurang dari jumlah invoice. Minta sisanya, lalu catat lagi.")


class NoCashHere(Exception):
    message = _("Kantor ini tidak menerima pembayaran tunai. Gunakan kode billing SIMPONI.")


class CodeTaken(Exception):
    message = _("Kode billing ini sudah tercatat. Periksa kembali lima belas angkanya.")


class WrongBilling(Exception):
    message = _("Kode billing ini bukan untuk invoice pesanan ini. Periksa nomor pesanannya.")


class WrongAmount(Exception):
    message = _(
        "Jumlah yang dibayar berbeda dari invoice. Pembayaran dicatat pada daftar kasus; "
        "tindak lanjuti di sana."
    )


class NtpnTaken(Exception):
    message = _("NTPN ini sudah dipakai pada pembayaran lain. Periksa bukti penerimaan negara.")


class PaidOutsideWindow(Exception):
    message = _(
        "Waktu bayar berada di luar masa berlaku kode billing. Periksa tanggal pada bukti "
        "penerimaan negara; jika benar, pembayaran masuk daftar kasus."
    )


class SecondPersonNeeded(Exception):
    message = _("Tindakan ini memerlukan orang kedua. Mintalah rekan lain menyetujuinya.")


class NotYetPossible(Exception):
    message = _("Belum ada pembayaran yang tercatat untuk pesanan ini.")


class AlreadyVoid(Exception):
    message = _("Kuitansi ini sudah dibatalkan. Buka kuitansi penggantinya.")


class AlreadyClosed(Exception):
    message = _("Kasus ini sudah ditutup. Buka kembali daftar kasus.")


class AlreadyExpired(Exception):
    message = _(
        "Waktu kedaluwarsa kode billing sudah lewat. Buat tagihan baru di SIMPONI, lalu ketik "
        "kode yang baru."
    )


class PaidInFuture(Exception):
    message = _("Waktu bayar belum tiba. Periksa tanggal dan jam pada bukti penerimaan negara.")
