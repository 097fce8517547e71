"""The people of an office, and a buyer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from loket.people.models import Assignment, Office, Role, User
from tests.payments.made import NOW


@dataclass(frozen=True)
class People:
    buyer: User
    officer: User
    treasurer: User
    approver: User


def office(code: str = "3304", **columns: Any) -> Office:
    defaults = {
        "name": f"BPS Kabupaten {code}",
        "city": "Banjarnegara",
        "address": "Jl. Selamanik No. 33",
        "email": f"bps{code}@example.org",
        "satker": "632331",
    }
    return Office.objects.create(code=code, **{**defaults, **columns})


def people(place: Office) -> People:
    return People(
        person(f"pembeli{place.code}@example.org", "Rina Anggraini"),
        person(f"petugas{place.code}@example.org", "Sri Wahyuni", Role.OFFICER, place),
        person(f"bendahara{place.code}@example.org", "Agus Priyanto", Role.TREASURER, place),
        person(f"kepala{place.code}@example.org", "Dewi Kusuma", Role.APPROVER, place),
    )


def person(email: str, name: str, role: Role | None = None, place: Office | None = None) -> User:
    user = User.objects.create(
        email=email, name=name, address="Jl. Contoh 1", email_verified_at=NOW, joined_at=NOW
    )
    if role is not None:
        Assignment.objects.create(user=user, role=role, office=place, granted_at=NOW)
    return user
