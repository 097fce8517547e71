"""The demonstration office: BPS Kabupaten Banjarnegara, its people, hours and counters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from loket.counter import operations as counter
from loket.counter.models import Kiosk
from loket.ledger import trail
from loket.ledger.context import By
from loket.people.institutions import institution_of, key_of, subject_of
from loket.people.models import (
    Domicile,
    Institution,
    InstitutionRequest,
    Office,
    OpeningHours,
    Role,
    User,
)
from loket.people.operations import HEADQUARTERS, grant_role
from loket.people.queries import staff_of
from loket.rules.segments import Segment

PASSWORD = "contoh-loket-2026"  # noqa: S105  (printed by the demonstration, refused elsewhere)
DESKS = 2
FRIDAY = 4
SYSTEM = By(person=None, role="system", office=HEADQUARTERS)


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    name: str
    role: Role | None
    nip: str = ""
    segment: Segment = Segment.GENERAL
    institution: str = ""
    domicile: Domicile = Domicile.DOMESTIC
    npwp: str = ""
    language: str = "id"


PEOPLE = (
    Person("petugas@contoh.id", "Sri Wahyuni", Role.OFFICER, "198503122009022001"),
    Person("petugas2@contoh.id", "Bambang Setiawan", Role.OFFICER, "199007212014021002"),
    Person("bendahara@contoh.id", "Agus Priyanto", Role.TREASURER, "198109052005011003"),
    Person("kepala@contoh.id", "Dewi Kusumaningrum", Role.APPROVER, "197204181998032001"),
    Person("admin@contoh.id", "Eko Nugroho", Role.OFFICE_ADMIN, "198811302012121001"),
    Person("sistem@contoh.id", "Administrator Sistem", Role.SYSTEM_ADMIN),
    Person(
        "mahasiswa@contoh.id",
        "Rina Anggraini",
        None,
        segment=Segment.STUDENT,
        institution="Universitas Jenderal Soedirman",
    ),
    Person(
        "peneliti@example.org",
        "Dr. Jane Miller",
        None,
        segment=Segment.RESEARCHER,
        institution="Example Research Institute",
        domicile=Domicile.FOREIGN,
        language="en",
    ),
    Person(
        "bappeda@contoh.id",
        "Hendra Saputra",
        None,
        segment=Segment.REGIONAL_GOVERNMENT,
        institution="Bappeda Kabupaten Banjarnegara",
    ),
)


def seed(at: datetime) -> Office:
    """Create the office and its people, once; return the office."""
    office = Office.objects.filter(code="3304").first() or _office(at)
    people = [_person(person, at) for person in PEOPLE]
    granter = people[-1]
    for person, user in zip(PEOPLE, people, strict=True):
        if person.role is not None:
            place = None if person.role is Role.SYSTEM_ADMIN else office
            grant_role(user, person.role, office=place, granted_by=granter, by=SYSTEM, at=at)
    administrator = staff_of(office, Role.OFFICE_ADMIN)[0]
    for person, user in zip(PEOPLE, people, strict=True):
        if person.segment == Segment.REGIONAL_GOVERNMENT:
            _institution(user, office, administrator, at)
    return office


@transaction.atomic
def _office(at: datetime) -> Office:
    office = Office.objects.create(
        code="3304",
        name="BPS Kabupaten Banjarnegara",
        city="Banjarnegara",
        address="Jl. Selamanik No. 33, Banjarnegara, Jawa Tengah 53415",
        phone="(0286) 591893",
        email="bps3304@bps.go.id",
        satker="632331",
        bank_name="Bank Contoh (simulasi)",
        bank_account_name="Bendahara Penerimaan BPS Kabupaten Banjarnegara",
        bank_account_number="0000000000",
        bank_swift="CONTIDJA",
    )
    for weekday in range(5):
        is_friday = weekday == FRIDAY
        OpeningHours.objects.create(
            office=office,
            weekday=weekday,
            opens=time(8),
            closes=time(15, 30),
            break_starts=time(11, 30) if is_friday else time(12),
            break_ends=time(13),
        )
    trail.record("open_office", subject=f"office:{office.code}", by=SYSTEM, at=at)
    return office


def prepare_counters(office: Office, at: datetime) -> None:
    by = By(person=None, role="system", office=office.code)
    counter.prepare_office(office=office, desks=DESKS, by=by, at=at)


def enrol_kiosk(office: Office, at: datetime) -> str:
    """Admit a kiosk anew, as the old secret is not kept; return its activation code."""
    by = By(person=None, role="system", office=office.code)
    for kiosk in Kiosk.objects.filter(office=office, revoked_at=None):
        counter.revoke_kiosk(kiosk=kiosk, by=by, at=at)
    _kiosk, secret = counter.enrol_kiosk(
        office=office, name="Kios contoh", paper_width=80, by=by, at=at
    )
    return secret


@transaction.atomic
def _person(person: Person, at: datetime) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is not None:
        return user
    user = User(
        email=person.email,
        name=person.name,
        nip=person.nip,
        segment=person.segment,
        institution=person.institution,
        domicile=person.domicile,
        npwp=person.npwp,
        language=person.language,
        address="Jl. Contoh No. 1, Banjarnegara",
        phone="+6281200000000",
        email_verified_at=at,
        joined_at=at,
    )
    user.set_password(PASSWORD)
    user.save()
    trail.record("register", subject=f"person:{user.public_id}", by=SYSTEM, at=at)
    return user


@transaction.atomic
def _institution(user: User, office: Office, administrator: User, at: datetime) -> None:
    """Let the account act for its institution, which may ask for a lower tariff."""
    if institution_of(user) is not None:
        return
    told = {
        "name": user.institution,
        "category": user.segment,
        "email": "pusdatin@contoh.id",
        "head": "Kepala Contoh",
        "head_position": "Kepala Bappeda",
    }
    institution = Institution.objects.create(
        **told,
        name_key=key_of(user.institution),
        evidence="Data contoh.",
        verified_by=administrator,
        verified_at=at,
    )
    request = InstitutionRequest.objects.create(
        **told,
        user=user,
        office=office,
        asked_at=at,
        status=InstitutionRequest.Status.VERIFIED,
        proved_at=at,
        institution=institution,
        reason="Data contoh.",
        decided_by=administrator,
        decided_at=at,
    )
    trail.record("verify_institution", subject=subject_of(request), by=SYSTEM, at=at)
