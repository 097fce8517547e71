"""What the counter refuses, in words that say what to do next."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class CounterRefusal(Exception):
    """The counter does not do what was asked; nothing has changed."""

    message = _("Tindakan ini tidak dapat dilakukan sekarang. Muat ulang halaman.")


class ChangedMeanwhile(CounterRefusal):
    message = _(
        "Nomor antrean ini baru saja diubah petugas lain. Periksa keadaannya, lalu ulangi."
    )


class NotInThisState(CounterRefusal):
    message = _(
        "Tindakan ini tidak berlaku untuk keadaan nomor antrean sekarang. "
        "Periksa keadaannya di layar loket."
    )


class DeskBusy(CounterRefusal):
    message = _(
        "Loket ini masih melayani tamu. Selesaikan, tunda, atau alihkan tamu itu lebih dahulu."
    )


class OtherOfficerHere(CounterRefusal):
    message = _("Petugas lain sedang bertugas di loket ini. Pilih loket lain.")


class NotOffered(CounterRefusal):
    message = _("Layanan itu tidak tersedia di sini. Pilih layanan lain.")


class AlreadyInLine(CounterRefusal):
    message = _("Tamu ini sudah memiliki nomor antrean untuk layanan itu. Gunakan nomor tersebut.")


class VisitOver(CounterRefusal):
    message = _("Kunjungan ini sudah ditutup. Buka kunjungan baru untuk tamu ini.")


class VisitNotOver(CounterRefusal):
    message = _(
        "Kunjungan ini masih memiliki nomor antrean yang berjalan. Selesaikan semuanya dahulu."
    )


class ReasonMissing(CounterRefusal):
    message = _("Tuliskan alasannya lebih dahulu.")


class FromEarlierDay(CounterRefusal):
    message = _("Nomor antrean ini dari hari sebelumnya. Ambil nomor baru untuk hari ini.")


class SlipRefused(CounterRefusal):
    message = _(
        "Catatan nomor cadangan tidak dapat disimpan: waktunya tidak berurutan atau belum lewat, "
        "atau nomor itu sudah dicatat. Periksa jam pada kertasnya."
    )


class WrongOffice(CounterRefusal):
    message = _("Data ini milik kantor lain.")


class GuestBookChanged(CounterRefusal):
    message = _("Buku tamu baru saja diubah orang lain. Muat ulang halaman, lalu ulangi.")


class GuestBookRefused(CounterRefusal):
    message = _(
        "Buku tamu harus menanyakan nama, setiap pertanyaan berbeda, dan setiap daftar pilihan "
        "berisi sedikitnya dua pilihan yang berbeda."
    )
