"""Why an agreement operation is refused, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class AbstraksiIncomplete(Exception):
    message = _(
        "Lengkapi keempat bagian abstraksi (latar belakang, tujuan, metode, rancangan hasil) "
        "sebelum mengajukan."
    )


class NpwpMissing(Exception):
    message = _("Pengguna dari sektor swasta perlu mengisi NPWP yang aktif pada profil.")


class NothingSigned(Exception):
    message = _("SPPD elektronik belum diunggah, atau masih menunggu pemeriksaan berkas.")


class TwoOriginalsNeeded(Exception):
    message = _("Diperlukan dua rangkap SPPD asli, masing-masing dengan meterai Rp10.000.")


class MeteraiUsed(Exception):
    message = _("Nomor seri e-meterai ini sudah dipakai pada SPPD lain. Minta SPPD yang baru.")
