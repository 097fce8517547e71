"""Who stands on a paper: the office, the customer, the official who signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from loket.rules.wording import Language, Text


@dataclass(frozen=True, slots=True)
class Letterhead:
    """
    The office as it heads every paper.

    :param city: the place written before dates and signatures
    :param zone: the office's time zone, for example Asia/Jakarta
    :param specimen: a demonstration or training office; every paper is marked as such
    """

    name: Text
    service: Text
    address: str
    phone: str
    email: str
    website: str
    city: str
    zone: str
    specimen: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """The customer; empty fields are left out. `npwp` as it may be shown (masked or not)."""

    name: str
    institution: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    npwp: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """An official of the office who signs or has acted."""

    name: str
    nip: str
    position: Text


def letterhead_payload(office: Letterhead, language: Language) -> dict[str, Any]:
    return {
        "name": office.name.in_language(language),
        "service": office.service.in_language(language),
        "address": office.address,
        "phone": office.phone,
        "email": office.email,
        "website": office.website,
        "city": office.city,
        "specimen": office.specimen,
    }


def party_payload(party: Party) -> dict[str, str]:
    return {
        "name": party.name,
        "institution": party.institution,
        "address": party.address,
        "email": party.email,
        "phone": party.phone,
        "npwp": party.npwp,
    }


def official_payload(official: Official, language: Language) -> dict[str, str]:
    return {
        "name": official.name,
        "nip": official.nip,
        "position": official.position.in_language(language),
    }
