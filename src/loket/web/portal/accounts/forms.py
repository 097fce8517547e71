"""Forms of the account pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.people.models import Domicile, User
from loket.rules.identity import normalise_email, normalise_npwp, normalise_phone
from loket.rules.segments import SEGMENTS, Segment
from loket.rules.wording import RuleError
from loket.web.forms import PageForm
from loket.web.portal.accounts.guessable import refuse_guessable
from loket.web.reasons import words_of
from loket.web.templatetags.loket import teks

LONGEST_PASSWORD = 128
LONGEST_EMAIL = 254


def password_field(label: Any, hint: Any = "", *, new: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password" if new else "current-password"}
        ),
    )


def email_field(hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Alamat e-mail"),
        help_text=hint,
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class LogIn(PageForm):
    email = email_field()
    password = password_field(_("Kata sandi"))


class Proof(PageForm):
    password = password_field(_("Kata sandi yang Anda pilih saat mendaftar"))


class Forgotten(PageForm):
    email = email_field(_("Kami mengirim tautan untuk membuat kata sandi baru ke alamat ini."))

    def clean_email(self) -> str:
        return _normal(normalise_email, self.cleaned_data["email"])


class NewPassword(PageForm):
    password = password_field(
        _("Kata sandi baru"),
        _("Sedikitnya 12 karakter. Beberapa kata yang mudah Anda ingat lebih baik."),
        new=True,
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        refuse_guessable(password, self.user)
        return password


class ForWhom(PageForm):
    segment = forms.ChoiceField(
        label=_("Anda membeli sebagai siapa?"),
        help_text=_(
            "Pilihan ini menentukan syarat yang perlu Anda siapkan dan siapa yang "
            "menandatangani perjanjian penggunaan data (SPPD)."
        ),
        choices=lambda: [(s.value, teks(rule.label)) for s, rule in SEGMENTS.items()],
        widget=forms.RadioSelect,
    )
    domicile = forms.ChoiceField(
        label=_("Di mana Anda berdomisili?"),
        help_text=_(
            "Di dalam negeri Anda membayar dengan kode billing, di luar negeri dengan transfer."
        ),
        choices=Domicile.choices,
        widget=forms.RadioSelect,
    )


class Details(PageForm):
    """What the papers need to know of a person; which fields depends on the segment."""

    name = forms.CharField(
        label=_("Nama lengkap"),
        help_text=_("Seperti pada kartu identitas; dipakai pada invoice dan perjanjian."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Nomor telepon"),
        help_text=_("Contoh: 0812 3456 7890 atau +60 3 1234 5678."),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    institution = forms.CharField(
        label=_("Nama instansi atau lembaga"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    position = forms.CharField(
        label=_("Jabatan"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    address = forms.CharField(
        label=_("Alamat surat"),
        help_text=_("Jalan, kota, dan kode pos; dipakai pada perjanjian penggunaan data."),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    npwp = forms.CharField(
        label=_("NPWP"),
        help_text=_("15 atau 16 angka, boleh dengan titik dan tanda hubung."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, segment: str, domicile: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = SEGMENTS.get(Segment(segment)) if segment in set(Segment) else None
        if rule is None or rule.personal:
            self.fields["institution"].required = segment == Segment.STUDENT
            self.fields["institution"].label = _("Kampus, sekolah, atau lembaga")
            del self.fields["position"]
        if rule is None or not rule.npwp_required or domicile == Domicile.FOREIGN:
            self.fields["npwp"].required = False

    def clean_phone(self) -> str:
        return _normal(normalise_phone, self.cleaned_data["phone"])

    def clean_npwp(self) -> str:
        typed: str = self.cleaned_data["npwp"]
        return _normal(lambda text: normalise_npwp(text).number, typed) if typed else ""

    def clean_address(self) -> str:
        return "\n".join(line.strip() for line in self.cleaned_data["address"].splitlines())


class Registration(Details):
    email = email_field(
        _("Kami mengirim tautan ke alamat ini untuk memastikan bahwa ini milik Anda.")
    )
    field_order = ["email", "name", "phone", "institution", "position", "address", "npwp"]

    def clean_email(self) -> str:
        return _normal(normalise_email, self.cleaned_data["email"])


class Confirmation(NewPassword):
    password = password_field(
        _("Buat kata sandi"),
        _("Sedikitnya 12 karakter. Beberapa kata yang mudah Anda ingat lebih baik."),
        new=True,
    )
    agreed = forms.BooleanField(
        label=_("Data di atas benar, dan saya sudah membaca pemberitahuan privasi."),
        error_messages={"required": _("Centang untuk melanjutkan.")},
    )


class Profile(Details):
    language = forms.ChoiceField(
        label=_("Bahasa surat dan dokumen"),
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
        widget=forms.RadioSelect,
    )


def _normal(normalise: Callable[[str], str], typed: str) -> str:
    try:
        return normalise(typed)
    except RuleError as error:
        raise ValidationError(words_of(error), code="unreadable") from error
