"""Making sure of the institutions that may ask for a lower tariff.

An account asks to act for an institution; whoever reads the mail of its data centre confirms
it by a mailed link; an administrator of the office decides. (Practice of pst.bps.go.id: an
account of a *pusdatin* is verified by the Silastik administrator.)
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from loket.documents.models import Upload
from loket.ledger import outbox, trail
from loket.ledger.context import By
from loket.people.models import EmailProof, Institution, InstitutionRequest, Office, User
from loket.people.operations import (
    PROOF_LIFETIME,
    ProofRefused,
    hashed,
    is_flooded,
    use_proof,
)

PURPOSE = "pusdatin"
Status = InstitutionRequest.Status
OPEN = (Status.ASKED, Status.PROVED)


class TooManyLetters(Exception):
    message = _(
        "Alamat e-mail ini sudah menerima beberapa surat dalam satu jam. Coba lagi satu jam lagi."
    )


class NotWaiting(Exception):
    message = _("Permohonan ini tidak menunggu keputusan lagi. Muat ulang halamannya.")


class OwnRequest(Exception):
    message = _("Permohonan sendiri tidak dapat diputuskan sendiri. Mintalah administrator lain.")


class InstitutionKnown(Exception):
    message = _(
        "Lembaga dengan nama atau e-mail ini sudah ada. Pilih lembaganya dari daftar, "
        "supaya kuotanya dihitung bersama."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What an account tells of its institution.

    :ivar category: a segment entitled to a lower tariff (`loket.rules.segments`)
    :ivar email: of the institution's data centre, which has to confirm
    :ivar head: name of the institution's head, or of who signs for it
    """

    name: str
    category: str
    email: str
    head: str
    head_position: str


@transaction.atomic(durable=True)
def ask(
    user: User,
    asked: Asked,
    *,
    public_id: UUID,
    office: Office,
    letter: Upload | None,
    by: By,
    at: datetime,
) -> InstitutionRequest:
    """Ask to act for an institution; its data centre gets a letter with a link.

    An earlier request of this account that is still open ends by it; an institution that was
    verified stays until the new one is.

    :raises TooManyLetters: if the mailbox got enough of our mail for the hour
    """
    address = asked.email.strip().lower()
    if is_flooded(address, at):
        raise TooManyLetters
    InstitutionRequest.objects.filter(user=user, status__in=OPEN).update(status=Status.ENDED)
    request = InstitutionRequest.objects.create(
        public_id=public_id,
        user=user,
        office=office,
        name=" ".join(asked.name.split()),
        category=asked.category,
        email=address,
        head=asked.head,
        head_position=asked.head_position,
        letter=letter,
        asked_at=at,
    )
    _mail_link(request, at)
    trail.record("ask_institution", subject=subject_of(request), by=by, at=at)
    return request


def asked_by_link(token: str, *, at: datetime) -> InstitutionRequest | None:
    """Return the request that a mailed link is about, while the link is good."""
    proof = EmailProof.objects.filter(
        token_hash=hashed(token), purpose=PURPOSE, used_at=None, expires_at__gt=at
    ).first()
    if proof is None:
        return None
    found = InstitutionRequest.objects.select_related("user", "office")
    return found.filter(public_id=proof.profile["request"], status=Status.ASKED).first()


@transaction.atomic(durable=True)
def prove(token: str, *, at: datetime) -> None:
    """Note that the institution's data centre confirms the account.

    :raises ProofRefused: if the link is unknown, used, too old, or its request has ended
    """
    request = asked_by_link(token, at=at)
    if request is None:
        raise ProofRefused
    use_proof(token, PURPOSE, at)
    _move(request, Status.ASKED, Status.PROVED, proved_at=at)
    by = By(person=None, role="buyer", office=request.office.code)
    trail.record("prove_institution", subject=subject_of(request), by=by, at=at)


@transaction.atomic(durable=True)
def verify(
    request: InstitutionRequest,
    *,
    same_as: Institution | None,
    evidence: str,
    by: By,
    at: datetime,
) -> Institution:
    """Let the account act for the institution, which is written down if it is new.

    :param same_as: an institution that is known already, perhaps by another spelling
    :param evidence: how the institution was made sure of
    :raises OwnRequest, NotWaiting, InstitutionKnown:
    """
    _require_another(request, by)
    institution = same_as or _write_down(request, evidence, by=by, at=at)
    InstitutionRequest.objects.filter(user=request.user, status=Status.VERIFIED).update(
        status=Status.ENDED
    )
    _move(
        request,
        Status.PROVED,
        Status.VERIFIED,
        institution=institution,
        reason=evidence,
        decided_by_id=by.who,
        decided_at=at,
    )
    trail.record(
        "verify_institution",
        subject=subject_of(request),
        by=by,
        at=at,
        payload={"institution": str(institution.public_id)},
    )
    _tell(request, "institution_verified", at)
    return institution


@transaction.atomic(durable=True)
def refuse(request: InstitutionRequest, *, reason: str, by: By, at: datetime) -> None:
    """
    :raises OwnRequest, NotWaiting:
    """
    _require_another(request, by)
    _move(
        request,
        Status.PROVED,
        Status.REFUSED,
        reason=reason,
        decided_by_id=by.who,
        decided_at=at,
    )
    trail.record("refuse_institution", subject=subject_of(request), by=by, at=at)
    _tell(request, "institution_refused", at)


@transaction.atomic(durable=True)
def end(request: InstitutionRequest, *, by: By, at: datetime) -> None:
    """Let the account no longer act for the institution; what was granted stays.

    :raises OwnRequest, NotWaiting:
    """
    _require_another(request, by)
    _move(request, Status.VERIFIED, Status.ENDED)
    trail.record("end_institution", subject=subject_of(request), by=by, at=at)


def met_at_counter(
    *, name: str, category: str, evidence: str, letter_number: str, by: By, at: datetime
) -> Institution:
    """Return the institution of this name; a new one is written down with its letter.

    Called in the transaction of the grant that needs it.

    :param evidence: how it was made sure of
    """
    known = Institution.objects.filter(name_key=key_of(name)).first()
    if known is not None:
        return known
    institution = Institution.objects.create(
        name=" ".join(name.split()),
        name_key=key_of(name),
        category=category,
        evidence=evidence,
        letter_number=letter_number,
        verified_by_id=by.who,
        verified_at=at,
    )
    trail.record("meet_institution", subject=f"institution:{institution.public_id}", by=by, at=at)
    return institution


def key_of(name: str) -> str:
    """Return an institution's name as it is compared: without case and spacing."""
    return " ".join(name.casefold().split())


def institution_of(user: User) -> Institution | None:
    """Return the institution that the account acts for now, if one was verified."""
    return Institution.objects.filter(
        requests__user=user, requests__status=Status.VERIFIED
    ).first()


def known_ones() -> list[tuple[int, str]]:
    """Return key and name of every verified institution, by name."""
    return list(Institution.objects.values_list("pk", "name"))


def latest_of(user: User) -> InstitutionRequest | None:
    found = InstitutionRequest.objects.filter(user=user).select_related("institution", "office")
    return found.order_by("-asked_at", "-pk").first()


def like(request: InstitutionRequest) -> Institution | None:
    """Return the known institution with the name or the address of the request."""
    same = Q(name_key=key_of(request.name)) | Q(email=request.email)
    return Institution.objects.filter(same).first()


def subject_of(request: InstitutionRequest) -> str:
    return f"institution:{request.public_id}"


def by_subject(subject: str) -> InstitutionRequest | None:
    kind, _colon, public_id = subject.partition(":")
    if kind != "institution":
        return None
    found = InstitutionRequest.objects.select_related("user", "office", "institution")
    return found.filter(public_id=public_id).first()


def _require_another(request: InstitutionRequest, by: By) -> None:
    if by.person is None or by.person == request.user_id:
        raise OwnRequest


def _move(request: InstitutionRequest, here: Status, there: Status, **columns: object) -> None:
    waiting = InstitutionRequest.objects.filter(pk=request.pk, status=here)
    if not waiting.update(status=there, **columns):
        raise NotWaiting


def _write_down(
    request: InstitutionRequest, evidence: str, *, by: By, at: datetime
) -> Institution:
    if like(request) is not None:
        raise InstitutionKnown
    return Institution.objects.create(
        name=request.name,
        name_key=key_of(request.name),
        category=request.category,
        email=request.email,
        head=request.head,
        head_position=request.head_position,
        evidence=evidence,
        verified_by_id=by.who,
        verified_at=at,
    )


def _mail_link(request: InstitutionRequest, at: datetime) -> None:
    token = secrets.token_urlsafe(32)
    proof = EmailProof.objects.create(
        email=request.email,
        user=request.user,
        purpose=PURPOSE,
        token_hash=hashed(token),
        profile={
            "request": str(request.public_id),
            "name": request.user.name,
            "institution": request.name,
            "language": request.user.language,
        },
        created_at=at,
        expires_at=at + PROOF_LIFETIME[PURPOSE],
    )
    outbox.post(
        "mail",
        "institution_verify",
        office=request.office.code,
        subject=f"proof:{proof.public_id}",
        at=at,
        dedupe_key=f"institution_verify:{proof.public_id}",
        payload={"token": token},
    )


def _tell(request: InstitutionRequest, letter: str, at: datetime) -> None:
    outbox.post(
        "mail",
        letter,
        office=request.office.code,
        subject=subject_of(request),
        at=at,
        dedupe_key=f"{letter}:{request.public_id}",
        payload={},
    )
