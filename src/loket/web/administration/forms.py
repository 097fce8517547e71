"""Forms of the administration pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.people.models import Office, OpeningHours, ReductionQuota, Role
from loket.people.offices import GUARDED, PLAIN, Hours
from loket.rules.asking import LONGEST, SHORTEST
from loket.rules.tariffs import SHIPPED_BOOKS
from loket.web.forms import PageForm
from loket.web.replaying import RulesForm

ZONES = [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
WEEKDAYS = [
    _("Senin"),
    _("Selasa"),
    _("Rabu"),
    _("Kamis"),
    _("Jumat"),
    _("Sabtu"),
    _("Minggu"),
]
PAPERS = [(80, _("80 mm")), (58, _("58 mm")), (0, _("Tanpa pencetak"))]
PARTS = ("opens", "break_starts", "break_ends", "closes")  # of a day, in order
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class GrantForm(PageForm):
    email = forms.EmailField(
        label=_("Alamat e-mail"),
        help_text=_("Orangnya harus sudah punya akun dengan alamat yang terbukti."),
    )
    role = forms.ChoiceField(label=_("Peran"))
    nip = forms.RegexField(
        label=_("NIP"),
        regex=r"^[0-9]{18}$",
        required=False,
        help_text=_("18 angka; tercetak pada kuitansi dan SPPD."),
        error_messages={"invalid": _("NIP terdiri atas 18 angka.")},
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(role.value, role.label) for role in roles]


class OfficeForm(PageForm):
    """What one person may change."""

    name = forms.CharField(label=_("Nama kantor"), max_length=120)
    city = forms.CharField(
        label=_("Tempat"), max_length=80, help_text=_("Ditulis di depan tanggal pada dokumen.")
    )
    address = forms.CharField(label=_("Alamat"), max_length=250)
    phone = forms.CharField(label=_("Telepon"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    time_zone = forms.ChoiceField(label=_("Zona waktu"), choices=ZONES)
    satker = forms.RegexField(
        label=_("Kode satker"),
        regex=r"^[0-9]{6}$",
        required=False,
        error_messages={"invalid": _("Kode satker terdiri atas 6 angka.")},
    )
    takes_cash = forms.BooleanField(label=_("Menerima pembayaran tunai"), required=False)
    inquiry_minutes = forms.IntegerField(
        label=_("Tanyakan pembayaran ke SIMPONI setiap (menit)"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=15,
        help_text=_(
            "Untuk kode billing yang belum dibayar, bila kantor terhubung ke SIMPONI. Kode yang "
            "lebih lama ditanyakan lebih jarang."
        ),
    )

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PLAIN if name in self.cleaned_data}


class NewOfficeForm(OfficeForm):
    code = forms.RegexField(
        label=_("Kode wilayah"),
        regex=r"^[0-9]{4}$",
        help_text=_("Empat angka, misalnya 3304."),
        error_messages={"invalid": _("Kode wilayah terdiri atas 4 angka.")},
    )
    field_order = ["code", *PLAIN]


class ActiveForm(OfficeForm):
    """For the administrator of the whole system, who may also take an office out of service."""

    is_active = forms.BooleanField(label=_("Kantor aktif"), required=False)


class GuardedForm(PageForm):
    """What a second person has to agree to: where money goes, and by which book it is priced."""

    bank_name = forms.CharField(label=_("Bank"), max_length=80, required=False)
    bank_account_name = forms.CharField(
        label=_("Nama pemilik rekening"), max_length=120, required=False
    )
    bank_account_number = forms.CharField(label=_("Nomor rekening"), max_length=40, required=False)
    bank_swift = forms.RegexField(
        label=_("Kode SWIFT"),
        regex=r"^[A-Z0-9]{8}([A-Z0-9]{3})?$",
        required=False,
        error_messages={"invalid": _("Kode SWIFT terdiri atas 8 atau 11 huruf dan angka.")},
    )
    tariff_book = forms.ChoiceField(
        label=_("Buku tarif bawaan"),
        choices=[(code, code) for code in SHIPPED_BOOKS],
        help_text=_("Dipakai sampai kantor menetapkan bukunya sendiri pada halaman Tarif."),
    )
    reduction_quota = forms.ChoiceField(
        label=_("Keringanan tarif untuk satu lembaga"), choices=ReductionQuota.choices
    )

    @classmethod
    def of(cls, office: Office) -> GuardedForm:
        return cls(initial={name: getattr(office, name) for name in GUARDED})


class HoursForm(PageForm):
    """Opening hours for the seven weekdays; a day without them is closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, label in enumerate(WEEKDAYS):
            for part in PARTS:
                widget = forms.TimeInput({"type": "time"}, format="%H:%M")
                field = forms.TimeField(label=label, required=False, widget=widget)
                self.fields[f"{part}_{day}"] = field

    @classmethod
    def of(cls, hours: Iterable[OpeningHours]) -> HoursForm:
        return cls(initial={f"{p}_{h.weekday}": getattr(h, p) for h in hours for p in PARTS})

    def rows(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(label, [self[f"{p}_{d}"] for p in PARTS]) for d, label in enumerate(WEEKDAYS)]

    def clean(self) -> dict[str, Any]:
        """
        :raises ValidationError: never; wrong days are marked at their first field
        """
        for day in range(len(WEEKDAYS)):
            if words := self._wrong(day):
                self.add_error(f"opens_{day}", words)
        return self.cleaned_data

    def week(self) -> dict[int, Hours]:
        return {
            day: Hours(
                self.cleaned_data[f"opens_{day}"],
                self.cleaned_data[f"closes_{day}"],
                self.cleaned_data[f"break_starts_{day}"],
                self.cleaned_data[f"break_ends_{day}"],
            )
            for day in range(len(WEEKDAYS))
            if self.cleaned_data[f"opens_{day}"]
        }

    def _wrong(self, day: int) -> Any:
        given = self.cleaned_data
        opens, starts, ends, closes = (
            given.get(f"{part}_{day}")
            for part in ("opens", "break_starts", "break_ends", "closes")
        )
        if (opens is None) != (closes is None) or (starts is None) != (ends is None):
            return _("Isi jam buka dan jam tutup berpasangan, begitu pula jam istirahat.")
        if opens is None:
            return _("Isi jam buka dahulu.") if starts else ""
        moments = [moment for moment in (opens, starts, ends, closes) if moment is not None]
        if sorted(set(moments)) != moments:
            return _("Urutannya: buka, mulai istirahat, selesai istirahat, tutup.")
        return ""


class SpecialDayForm(PageForm):
    day = forms.DateField(label=_("Tanggal"), widget=DAY)
    is_open = forms.TypedChoiceField(
        label=_("Pada hari itu kantor"),
        choices=[("0", _("tutup")), ("1", _("buka"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Alasan"), max_length=120)


class DesksForm(PageForm):
    desks = forms.IntegerField(label=_("Banyaknya loket"), min_value=1, max_value=99)


class ServiceForm(PageForm):
    name_id = forms.CharField(label=_("Nama"), max_length=80)
    name_en = forms.CharField(label=_("Nama dalam bahasa Inggris"), max_length=80)
    promise_minutes = forms.IntegerField(
        label=_("Janji waktu tunggu (menit)"), min_value=1, max_value=480
    )
    weight = forms.IntegerField(
        label=_("Bobot"),
        min_value=0,
        max_value=9,
        help_text=_("Bobot lebih tinggi dipanggil lebih dahulu pada lama tunggu yang sama."),
    )
    is_active = forms.BooleanField(label=_("Dilayani"), required=False)


class DeskForm(PageForm):
    services = forms.TypedMultipleChoiceField(
        label=_("Layanan di loket ini"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_active = forms.BooleanField(label=_("Dipakai"), required=False)

    def __init__(self, *args: Any, services: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["services"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = services


class CauseCodeForm(PageForm):
    """Why a promise can break, in both languages."""

    label_id = forms.CharField(label=_("Penyebab"), max_length=120)
    label_en = forms.CharField(label=_("Dalam bahasa Inggris"), max_length=120)
    is_active = forms.BooleanField(label=_("Dipakai"), required=False)


class KioskForm(PageForm):
    name = forms.CharField(label=_("Nama perangkat"), max_length=60)
    paper_width = forms.TypedChoiceField(label=_("Kertas"), coerce=int, choices=PAPERS)


class AnnounceForm(PageForm):
    text_id = forms.CharField(label=_("Pengumuman"), max_length=200)
    text_en = forms.CharField(label=_("Dalam bahasa Inggris"), max_length=200, required=False)


class PolicyForm(RulesForm):
    name = forms.CharField(label=_("Nama kebijakan"), max_length=80)
    field_order = ("name",)


class OfferForm(PageForm):
    """Which imported study or map layer is put on sale, under which code."""

    source = forms.ChoiceField(label=_("Data"))
    code = forms.SlugField(
        label=_("Kode produk"), max_length=48, help_text=_("Huruf kecil, angka, tanda hubung.")
    )
    title_id = forms.CharField(
        label=_("Judul"), max_length=250, required=False, help_text=_("Kosong: judul datanya.")
    )
    title_en = forms.CharField(
        label=_("Judul dalam bahasa Inggris"), max_length=250, required=False
    )
    sold_fullset = forms.BooleanField(label=_("Dijual lengkap"), required=False, initial=True)
    sold_by_variables = forms.BooleanField(
        label=_("Dijual menurut variabel (data mikro)"), required=False, initial=True
    )

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, forms.ChoiceField):
            field.choices = sources

    def clean_code(self) -> str:
        """
        :raises ValidationError: if there are capitals in it
        """
        code = str(self.cleaned_data["code"])
        if code != code.lower():
            raise ValidationError(_("Tulis dengan huruf kecil."))
        return code


class WithdrawForm(PageForm):
    because = forms.CharField(
        label=_("Alasan"), max_length=250, widget=forms.Textarea({"rows": 2})
    )
