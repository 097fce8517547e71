"""Why a payment operation is refused, in words that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Refusal(Exception):
    """Why it is not done; `message` is a whole sentence that says what to do."""

    message: StrPromise | str = ""


class NoInvoice(Refusal):
    message = _("Belum ada invoice yang berlaku untuk pesanan ini. Terbitkan invoice dahulu.")


class TooLittle(Refusal):
    message = _("Uang yang diterima kurang dari jumlah invoice. Minta sisanya, lalu catat lagi.")


class NoCashHere(Refusal):
    message = _("Kantor ini tidak menerima pembayaran tunai. Gunakan kode billing SIMPONI.")


class CodeTaken(Refusal):
    message = _("Kode billing ini sudah tercatat. Periksa kembali lima belas angkanya.")


class WrongBilling(Refusal):
    message = _("Kode billing ini bukan untuk invoice pesanan ini. Periksa nomor pesanannya.")


class WrongAmount(Refusal):
    message = _(
        "Jumlah yang dibayar berbeda dari invoice. Pembayaran dicatat pada daftar kasus; "
        "tindak lanjuti di sana."
    )


class NtpnTaken(Refusal):
    message = _("NTPN ini sudah dipakai pada pembayaran lain. Periksa bukti penerimaan negara.")


class PaidOutsideWindow(Refusal):
    message = _(
        "Waktu bayar berada di luar masa berlaku kode billing. Periksa tanggal pada bukti "
        "penerimaan negara; jika benar, pembayaran masuk daftar kasus."
    )


class SecondPersonNeeded(Refusal):
    message = _("Tindakan ini memerlukan orang kedua. Mintalah rekan lain menyetujuinya.")


class QuotaUsed(Refusal):
    message = _(
        "Lembaga ini sudah pernah mendapat keringanan tarif sebanyak yang diizinkan aturan. "
        "Tolak permohonan ini, atau mintalah administrator mengubah aturannya."
    )


class NotAPart(Refusal):
    message = _("Keringanan sebagian harus di atas 0% dan di bawah 100%. Periksa persennya.")


class NotYetPossible(Refusal):
    message = _("Belum ada pembayaran yang tercatat untuk pesanan ini.")


class TakenBack(Refusal):
    message = _(
        "Pembayaran pesanan ini ditarik kembali atau belum dapat dipastikan. Selesaikan kasusnya "
        "dahulu; selama itu kuitansi tidak dibuat."
    )


class AlreadyVoid(Refusal):
    message = _("Kuitansi ini sudah dibatalkan. Buka kuitansi penggantinya.")


class AlreadyClosed(Refusal):
    message = _("Kasus ini sudah ditutup. Buka kembali daftar kasus.")


class AlreadyExpired(Refusal):
    message = _(
        "Waktu kedaluwarsa kode billing sudah lewat. Buat tagihan baru di SIMPONI, lalu ketik "
        "kode yang baru."
    )


class PaidInFuture(Refusal):
    message = _("Waktu bayar belum tiba. Periksa tanggal dan jam pada bukti penerimaan negara.")


class TooLittleArrived(Refusal):
    message = _(
        "Uang yang masuk kurang dari jumlah invoice; biaya bank ditanggung pengirim. Tolak bukti "
        "ini dan minta kekurangannya, atau hubungi pembeli."
    )


class AlreadyDecided(Refusal):
    message = _("Bukti transfer ini sudah diputuskan. Muat ulang halaman pesanan.")


class NotAcceptable(Refusal):
    message = _(
        "Hanya pembayaran penuh untuk invoice yang berlaku dan belum dibayar yang dapat "
        "diterima. Tutup kasus ini dengan tindakan lain."
    )


class StillDoesNotFit(Refusal):
    message = _(
        "Dengan angka ini pembayaran tetap tidak cocok; tidak ada yang dicatat. Periksa bukti "
        "penerimaan negara sekali lagi, atau tutup kasus ini dengan tindakan lain."
    )


class ToldBySimponi(Refusal):
    message = _(
        "Angka kasus ini berasal dari SIMPONI dan tidak dikoreksi dengan tangan. Tanyakan lagi "
        "ke SIMPONI dari halaman pesanan, atau tutup kasus ini dengan tindakan lain."
    )


class NotUnknown(Refusal):
    message = _(
        "Hanya pembayaran untuk kode billing yang belum tercatat yang dapat dipindahkan. Muat "
        "ulang daftar kasus."
    )


class StepTaken(Refusal):
    message = _("Baris ini sudah ditindaklanjuti. Muat ulang hasil pencocokan.")


class NoSuchStep(Refusal):
    message = _("Tindakan ini tidak berlaku untuk baris itu. Pilih tindakan lain.")


class ReasonNeeded(Refusal):
    message = _("Tulis alasannya, supaya pemeriksa kelak memahaminya.")


class NotInTreasury(Refusal):
    message = _(
        "Uang ini belum di kas negara (belum ada NTPN), jadi belum dapat dimintakan "
        "pengembaliannya. Setorkan dahulu lewat buku kas."
    )


class AskedTooMuch(Refusal):
    message = _(
        "Jumlah ini melebihi yang dibayar, dikurangi permohonan lain atas pembayaran yang sama. "
        "Periksa jumlahnya."
    )


class AccountNeeded(Refusal):
    message = _("Untuk pemindahbukuan, isi bank dan nomor rekening wajib bayar.")


class PapersMissing(Refusal):
    message = _(
        "Berkas permohonan belum lengkap. Minta bendahara melengkapinya sebelum disetujui."
    )


class ReturnDecided(Refusal):
    message = _("Permohonan ini sudah diputuskan. Muat ulang halamannya.")


class ReturnNotReady(Refusal):
    message = _("Langkah ini belum waktunya atau sudah dilakukan. Muat ulang halaman permohonan.")


class NothingToDeposit(Refusal):
    message = _(
        "Pilih sedikitnya satu penerimaan yang belum disetor. Mungkin rekan Anda baru saja "
        "menyetorkannya; muat ulang halaman."
    )


class DepositDiffers(Refusal):
    message = _(
        "Jumlah pada bukti penerimaan negara berbeda dari jumlah setoran. Periksa kembali; "
        "setoran dicatat hanya bila jumlahnya sama."
    )


class DepositClosed(Refusal):
    message = _("Setoran ini sudah dicatat atau dibatalkan. Muat ulang buku kas.")


class DayAlreadyClosed(Refusal):
    message = _("Kas hari ini sudah ditutup. Penerimaan sesudahnya masuk buku kas hari berikut.")


class DifferenceUnexplained(Refusal):
    message = _("Ada selisih kas. Hitung sekali lagi, atau tulis alasannya.")


class InstitutionNotVerified(Refusal):
    message = _(
        "Lembaga pemohon belum diverifikasi. Minta pemohon mengajukannya lewat Akun saya, "
        "Lembaga terverifikasi; setelah itu putuskan lagi."
    )


class InstitutionNotRecorded(Refusal):
    message = _(
        "Pilih lembaga yang sudah diverifikasi, atau tuliskan bagaimana lembaga ini dipastikan."
    )


class NotEntitled(Refusal):
    message = _(
        "Golongan pemohon tidak berhak atas keringanan tarif. Betulkan golongannya dahulu, "
        "atau tolak permohonan ini."
    )
