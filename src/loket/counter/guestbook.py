"""The electronic guest book: the questions of the statistical service counter, per office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from loket.counter.models import GuestBookEdition, PriorityReason, Visit
from loket.people.models import Office, User
from loket.rules.wording import Text

LONGEST = 160  # characters of a free answer
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
    longest: int = LONGEST
    is_asked: bool = True


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
    key: str,
    id: str,
    en: str,
    options: tuple[Option, ...] = (),
    *,
    is_required: bool = True,
    longest: int = LONGEST,
) -> Question:
    return Question(key, Text(id, en), options, is_required, longest)


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
    _asked("name", "Nama lengkap", "Full name", longest=120),
    _asked("phone", "Nomor telepon atau WhatsApp", "Telephone or WhatsApp", longest=24),
    _asked("email", "Alamat e-mail aktif", "Active e-mail address", longest=254),
    _asked("institution", "Asal instansi", "Institution", is_required=False),
    _asked(
        "institution_kind",
        "Jenis instansi",
        "Kind of institution",
        INSTITUTION_KIND,
        is_required=False,
    ),
    _asked("sex", "Jenis kelamin", "Sex", SEX),
    _asked("birth_year", "Tahun lahir", "Year of birth", is_required=False, longest=4),
    _asked("education", "Pendidikan tertinggi", "Highest education", EDUCATION),
    _asked("occupation", "Pekerjaan", "Occupation", OCCUPATION),
    _asked("purpose", "Pemanfaatan data", "Use of the data", PURPOSE),
)
NEVER_LEFT_OUT = "name"


def book_of(edition: GuestBookEdition | None) -> list[Question]:
    """Return every question of an edition, asked or not; without one, those shipped."""
    return [_from_data(data) for data in edition.questions] if edition else list(STANDARD)


def edition_of(office: Office) -> GuestBookEdition | None:
    """Return the edition in force, or None if the office has not changed anything yet."""
    return GuestBookEdition.objects.filter(office=office).order_by("-number").first()


def questions_of(office: Office) -> list[Question]:
    """Return what the office's guest book asks now, in its order."""
    return [question for question in book_of(edition_of(office)) if question.is_asked]


def questions_of_visit(visit: Visit) -> list[Question]:
    """Return what the guest book asked when the visit was opened."""
    return [question for question in book_of(visit.guest_book) if question.is_asked]


def as_data(question: Question) -> dict[str, Any]:
    """Return the question as an edition keeps it."""
    return {
        "key": question.key,
        "label": [question.label.id, question.label.en],
        "options": [[o.value, o.label.id, o.label.en] for o in question.options],
        "is_required": question.is_required,
        "longest": question.longest,
        "is_asked": question.is_asked,
    }


def _from_data(data: Mapping[str, Any]) -> Question:
    id, en = data["label"]
    return Question(
        key=data["key"],
        label=Text(id, en),
        options=_options(*((value, id, en) for value, id, en in data["options"])),
        is_required=data["is_required"],
        longest=data["longest"],
        is_asked=data["is_asked"],
    )


def still_fitting(answers: Mapping[str, str], questions: Sequence[Question]) -> dict[str, str]:
    """Return the answers of an earlier visit that today's questions still allow."""
    asked = {question.key: question for question in questions}
    return {
        key: value
        for key, value in answers.items()
        if key in asked
        and (not asked[key].options or value in {o.value for o in asked[key].options})
    }


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
