"""The electronic guest book: the questions of the statistical service counter, per office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from loket.counter.models import GuestBookField, PriorityReason
from loket.people.models import Office, User
from loket.rules.wording import Text

CONSENT_VERSION = "2026-11"
CONSENT = Text(
    "Data ini dipakai untuk melayani Anda, menghitung waktu layanan, dan menyusun laporan tanpa "
    "nama, serta disimpan sesuai jadwal retensi kantor. Anda dapat meminta salinan, perbaikan, "
    "atau penghapusan kepada petugas.",
    "The data are used to serve you, to measure service times and for reports without names, and "
    "are kept as the office's retention schedule says. You may ask the officer for a copy, a "
    "correction or their removal.",
)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question; no options means free text of at most `longest` characters."""

    key: str
    label: Text
    options: tuple[Option, ...] = ()
    is_required: bool = False
    position: int = 100
    longest: int = 160


@dataclass(frozen=True, slots=True)
class Entry:
    """What a guest wrote; `answers` holds everything but the four contact fields."""

    name: str
    email: str = ""
    phone: str = ""
    institution: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    priority_reason: str = PriorityReason.NONE
    language: str = "id"
    consent_at: datetime | None = None


def _options(*options: tuple[str, str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, Text(id, en)) for value, id, en in options)


def _asked(
    position: int,
    key: str,
    id: str,
    en: str,
    options: tuple[Option, ...] = (),
    *,
    is_required: bool = True,
    longest: int = 160,
) -> Question:
    return Question(key, Text(id, en), options, is_required, position, longest)


SEX = _options(("f", "Perempuan", "Female"), ("m", "Laki-laki", "Male"))
EDUCATION = _options(
    ("upper_secondary", "SLTA atau di bawahnya", "Upper secondary or below"),
    ("diploma", "D1, D2, atau D3", "Diploma"),
    ("bachelor", "D4 atau S1", "Bachelor"),
    ("master", "S2", "Master"),
    ("doctorate", "S3", "Doctorate"),
)
OCCUPATION = _options(
    ("student", "Pelajar atau mahasiswa", "Student"),
    ("researcher", "Peneliti atau dosen", "Researcher or lecturer"),
    ("civil_servant", "ASN, TNI, atau Polri", "Civil servant, army or police"),
    ("state_enterprise", "Pegawai BUMN atau BUMD", "State-owned enterprise"),
    ("private", "Pegawai swasta", "Private company"),
    ("self_employed", "Wiraswasta", "Self-employed"),
    ("other", "Lainnya", "Other"),
)
INSTITUTION_KIND = _options(
    ("state", "Lembaga negara", "State institution"),
    ("ministry", "Kementerian atau lembaga pemerintah", "Ministry or agency"),
    ("security", "TNI, Polri, BIN, atau Kejaksaan", "Army, police, intelligence, prosecution"),
    ("local_government", "Pemerintah daerah", "Regional government"),
    ("international", "Lembaga internasional", "International institution"),
    ("education", "Lembaga penelitian dan pendidikan", "Research and education"),
    ("state_enterprise", "BUMN atau BUMD", "State-owned enterprise"),
    ("private", "Swasta", "Private"),
    ("other", "Lainnya", "Other"),
)
PURPOSE = _options(
    ("study", "Tugas sekolah atau kuliah", "School or university work"),
    ("government", "Pemerintahan", "Government"),
    ("commercial", "Komersial", "Commercial"),
    ("research", "Penelitian", "Research"),
    ("other", "Lainnya", "Other"),
)

CONTACT = ("name", "email", "phone", "institution")
STANDARD: tuple[Question, ...] = (
    _asked(10, "name", "Nama lengkap", "Full name", longest=120),
    _asked(20, "phone", "Nomor telepon atau WhatsApp", "Telephone or WhatsApp", longest=24),
    _asked(30, "email", "Alamat e-mail aktif", "Active e-mail address", longest=254),
    _asked(40, "institution", "Asal instansi", "Institution", is_required=False),
    _asked(
        50,
        "institution_kind",
        "Jenis instansi",
        "Kind of institution",
        INSTITUTION_KIND,
        is_required=False,
    ),
    _asked(60, "sex", "Jenis kelamin", "Sex", SEX),
    _asked(70, "birth_year", "Tahun lahir", "Year of birth", is_required=False, longest=4),
    _asked(80, "education", "Pendidikan tertinggi", "Highest education", EDUCATION),
    _asked(90, "occupation", "Pekerjaan", "Occupation", OCCUPATION),
    _asked(95, "purpose", "Pemanfaatan data", "Use of the data", PURPOSE),
)
NEVER_LEFT_OUT = "name"


def questions_of(office: Office) -> list[Question]:
    """Return the office's guest book in its order."""
    changed = {field.key: field for field in GuestBookField.objects.filter(office=office)}
    asked = [_as_changed(question, changed.pop(question.key, None)) for question in STANDARD]
    own = [_own(field) for field in changed.values() if field.is_asked]
    return sorted(
        [question for question in asked if question is not None] + own,
        key=lambda question: question.position,
    )


def entry_of_earlier_visit(
    user: User | None, earlier: Entry | None, *, priority_reason: str, at: datetime
) -> Entry | None:
    """Return the entry of a known guest, as told last time, with consent given anew."""
    if earlier is not None:
        return replace(earlier, priority_reason=priority_reason, consent_at=at)
    if user is None:
        return None
    return Entry(
        name=user.name,
        email=user.email,
        phone=user.phone,
        institution=user.institution,
        priority_reason=priority_reason,
        language=user.language,
        consent_at=at,
    )


def in_order(answers: Mapping[str, str], questions: Sequence[Question]) -> list[tuple[Text, str]]:
    """Return label and answer in words of each further question, for the desk."""
    told = []
    for question in questions:
        value = answers.get(question.key, "")
        options = {option.value: option.label.id for option in question.options}
        if value:
            told.append((question.label, options.get(value, value)))
    return told


def _as_changed(question: Question, change: GuestBookField | None) -> Question | None:
    if change is None:
        return question
    if not change.is_asked and question.key != NEVER_LEFT_OUT:
        return None
    return replace(
        question,
        label=Text(change.label_id or question.label.id, change.label_en or question.label.en),
        is_required=change.is_required or question.key == NEVER_LEFT_OUT,
        position=change.position,
    )


def _own(field: GuestBookField) -> Question:
    return Question(
        key=field.key,
        label=Text(field.label_id, field.label_en or field.label_id),
        options=_options(*((str(v), str(id), str(en)) for v, id, en in field.choices)),
        is_required=field.is_required,
        position=field.position,
    )
