"""Why a delivery operation is refused, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class NotPrepared(Exception):
    message = _("Data belum selesai disiapkan. Tunggu sebentar, atau ulangi penyiapan.")


class NotPaid(Exception):
    message = _("Pembayaran belum tercatat. Data hanya diserahkan setelah lunas.")


class NotSigned(Exception):
    message = _("SPPD bertanda tangan belum diterima. Data hanya diserahkan setelah SPPD sah.")


class SamePerson(Exception):
    message = _(
        "Orang yang mencatat pembayaran tidak boleh menyerahkan data pesanan yang sama. "
        "Mintalah petugas lain menyerahkannya."
    )


class NotReleased(Exception):
    message = _(
        "Pemeriksaan pelepasan belum meluluskan data ini. Mintalah keputusan pejabat penyetuju."
    )


class SecondPersonDecides(Exception):
    message = _(
        "Yang menyiapkan atau meminta tidak boleh memutuskan. Mintalah orang lain memutuskannya."
    )


class RevisionUnchanged(Exception):
    message = _("Revisi belum mengubah permintaan. Ubah variabel, wilayah, atau format dahulu.")


class WrongKuitansi(Exception):
    message = _("Nomor kuitansi tidak cocok dengan pesanan ini. Salin seperti pada kuitansi.")


class TooLate(Exception):
    message = _(
        "Tautan ulang hanya dilayani dalam 30 hari sejak pesanan selesai. "
        "Silakan membuat permintaan baru."
    )


class GrantClosed(Exception):
    message = _(
        "Tautan unduhan ini sudah berakhir. Minta tautan ulang pada halaman pesanan dengan "
        "nomor kuitansi Anda."
    )


class NoRealRows(Exception):
    message = _(
        "Contoh berisi baris riil tidak dapat diminta atau diputuskan sekarang: hanya sebelum "
        "penawaran dikirim, satu kali, dan bila pengaturan produknya mengizinkan."
    )
