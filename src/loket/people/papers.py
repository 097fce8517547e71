"""The office and the people as papers show them."""

from __future__ import annotations

from django.conf import settings

from loket.documents.papers.parties import Letterhead, Official, Party
from loket.people.models import Office, Role, User
from loket.rules.wording import Text

SERVICE = Text("Pelayanan Statistik Terpadu", "Integrated Statistical Services")
POSITIONS = {
    Role.OFFICER: Text("Petugas layanan", "Service officer"),
    Role.TREASURER: Text("Bendahara penerimaan", "Revenue treasurer"),
    Role.APPROVER: Text("Kepala kantor", "Head of office"),
}


def letterhead(office: Office) -> Letterhead:
    return Letterhead(
        name=Text(office.name, office.name),
        service=SERVICE,
        address=office.address,
        phone=office.phone,
        email=office.email,
        website=settings.LOKET_SITE,
        city=office.city,
        zone=office.time_zone,
        specimen=not settings.LOKET_PRODUCTION,
    )


def party(user: User) -> Party:
    return Party(
        name=user.name,
        institution=user.institution,
        address=user.address,
        email=user.email,
        phone=user.phone,
        npwp=user.npwp,
    )


def official(user: User, role: Role) -> Official:
    return Official(name=user.name, nip=user.nip, position=POSITIONS[role])
