"""Every write about people: accounts, proofs of address, guests and roles."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from loket.ledger import outbox, trail
from loket.ledger.context import By
from loket.people import limits
from loket.people.models import Assignment, EmailProof, Office, Role, User
from loket.rules.identity import normalise_npwp

PROOF_LIFETIME = {
    "verify": timedelta(days=3),
    "reset": timedelta(hours=2),
    "pusdatin": timedelta(days=7),
}
PROOFS_AN_HOUR = 4
HEADQUARTERS = "0000"
NOBODY = By(person=None, role="buyer", office=HEADQUARTERS)


class ProofRefused(Exception):
    message = _(
        "Tautan ini tidak berlaku lagi. Minta tautan baru; kami mengirimnya ke alamat e-mail Anda."
    )


class PasswordDiffers(Exception):
    message = _(
        "Kata sandi ini bukan yang dipilih saat mendaftar. Ketik kembali, atau daftar ulang."
    )


class LogInRefused(Exception):
    message = _(
        "E-mail atau kata sandi tidak cocok, atau alamat e-mail belum dibuktikan. "
        "Periksa kembali, atau minta kata sandi baru."
    )


class EndRefused(Exception):
    message = _("Peran sendiri tidak dapat diakhiri sendiri. Mintalah administrator lain.")


class AlreadyAppointed(Exception):
    message = _("Sistem ini sudah mempunyai administrator. Peran berikutnya diberikan di situs.")


class GrantRefused(Exception):
    message = _("Peran tidak dapat diberikan kepada diri sendiri. Mintalah administrator lain.")


@transaction.atomic(durable=True)
def register(*, email: str, password: str, profile: Mapping[str, str], at: datetime) -> None:
    """Mail a proof to whoever wants to open an account, or to claim that of a counter guest.

    An address that has an account already gets a letter saying so, and the page looks the
    same: nobody learns who has an account. Nothing is opened or changed before the proof.

    :param profile: name, phone, language, segment, institution, address, domicile, npwp
    """
    address = email.strip().lower()
    if is_flooded(address, at):
        return
    user = User.objects.filter(email=address, email_verified_at__isnull=False).first()
    if user is not None:
        counted = EmailProof.objects.create(
            email=address,
            user=user,
            purpose="verify",
            token_hash=hashed(secrets.token_urlsafe(32)),  # nobody gets it: only counted
            created_at=at,
            expires_at=at,
        )
        trail.record("ask_registration", subject=f"proof:{counted.public_id}", by=NOBODY, at=at)
        _post_letter("account_exists", user, at=at, payload={})
        return
    token = secrets.token_urlsafe(32)
    proof = EmailProof.objects.create(
        email=address,
        purpose="verify",
        token_hash=hashed(token),
        password=make_password(password),
        profile=dict(profile),
        created_at=at,
        expires_at=at + PROOF_LIFETIME["verify"],
    )
    trail.record("ask_registration", subject=f"proof:{proof.public_id}", by=NOBODY, at=at)
    outbox.post(
        "mail",
        "account_verify",
        office=HEADQUARTERS,
        subject=f"proof:{proof.public_id}",
        at=at,
        dedupe_key=f"account_verify:{proof.public_id}",
        payload={"token": token},
    )


@transaction.atomic(durable=True)
def prove_email(token: str, password: str, *, at: datetime) -> User:
    """Open the account, or claim the guest's, once its owner has read the mail.

    :param password: the one chosen when registering, so that somebody else's registration
        with this address cannot be completed by clicking on its mail
    :raises ProofRefused: if the secret is unknown, used or too old
    :raises PasswordDiffers: if it is not the password of the registration
    """
    waiting = EmailProof.objects.filter(
        token_hash=hashed(token), purpose="verify", used_at=None, expires_at__gt=at
    ).first()
    if waiting is None:
        raise ProofRefused
    if not check_password(password, waiting.password):
        raise PasswordDiffers
    proof = use_proof(token, "verify", at)
    user = User.objects.filter(email=proof.email).first() or User(email=proof.email)
    if user.email_verified_at:
        raise ProofRefused
    _apply(user, proof.profile)
    user.password = proof.password
    user.joined_at = user.email_verified_at = at
    user.save()
    EmailProof.objects.filter(email=proof.email, purpose="verify").update(profile={}, password="")
    trail.record("register", subject=_subject(user), by=_self(user), at=at)
    return user


@transaction.atomic(durable=True)
def request_reset(email: str, *, at: datetime) -> None:
    """Mail a link to set a new password; nothing happens for an unknown address."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is not None and not is_flooded(user.email, at):
        trail.record("request_reset", subject=_subject(user), by=_self(user), at=at)
        _send_reset(user, at)


@transaction.atomic(durable=True)
def reset_password(token: str, password: str, *, at: datetime) -> User:
    """Set a new password; it also proves the address and ends every open session.

    :raises ProofRefused: if the secret is unknown, used or too old
    """
    user = use_proof(token, "reset", at).user
    if user is None:
        raise ProofRefused
    user.set_password(password)
    user.email_verified_at = user.email_verified_at or at
    user.joined_at = user.joined_at or at
    user.sessions_valid_from = at
    user.save(update_fields=["password", "email_verified_at", "joined_at", "sessions_valid_from"])
    limits.forget(user.email)
    trail.record("reset_password", subject=_subject(user), by=_self(user), at=at)
    return user


def log_in(email: str, password: str, *, source: str, at: datetime) -> User:
    """Return the person who may log in.

    :param source: where the request comes from, for limiting only
    :raises TooManyAttempts: if this account or source failed too often lately
    :raises LogInRefused: if the pair does not fit or the address is not proved
    """
    limits.require_allowed(email, source, at)
    user = authenticate(None, username=email, password=password)
    if not isinstance(user, User):
        limits.remember_failure(email, source, at)
        raise LogInRefused
    limits.forget(email)
    with transaction.atomic(durable=True):
        User.objects.filter(pk=user.pk).update(last_login=at)
        trail.record("log_in", subject=_subject(user), by=_self(user), at=at)
    return user


@transaction.atomic(durable=True)
def change_profile(user: User, profile: Mapping[str, str], *, by: By, at: datetime) -> None:
    _apply(user, profile)
    user.save(update_fields=[*profile])
    trail.record(
        "change_profile", subject=_subject(user), by=by, at=at, payload={"fields": sorted(profile)}
    )


@transaction.atomic(durable=True)
def end_sessions(user: User, *, by: By, at: datetime) -> None:
    User.objects.filter(pk=user.pk).update(sessions_valid_from=at)
    trail.record("end_sessions", subject=_subject(user), by=by, at=at)


def guest(*, email: str, profile: Mapping[str, str], by: By, at: datetime) -> User:
    """Return the guest's account, opened without password if it is new.

    Called in the transaction that opens the visit. What a known person has told before is
    only filled up, never overwritten from the counter.
    """
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User(email=address)
        user.set_unusable_password()
        _apply(user, profile)
        user.save()
        trail.record("meet_guest", subject=_subject(user), by=by, at=at)
        return user
    missing = {name: value for name, value in profile.items() if value and not getattr(user, name)}
    if missing:
        _apply(user, missing)
        user.save(update_fields=[*missing])
    return user


@transaction.atomic(durable=True)
def grant_role(
    user: User, role: Role, *, office: Office | None, granted_by: User, by: By, at: datetime
) -> Assignment:
    """
    :raises GrantRefused: if somebody grants a role to themselves
    """
    if granted_by.pk == user.pk:
        raise GrantRefused
    held = Assignment.objects.filter(user=user, role=role, office=office, ended_at=None).first()
    if held:
        return held
    assignment = Assignment.objects.create(
        user=user, role=role, office=office, granted_by=granted_by, granted_at=at
    )
    trail.record(
        "grant_role",
        subject=_subject(user),
        by=by,
        at=at,
        payload={"role": role, "office": office.code if office else HEADQUARTERS},
    )
    return assignment


@transaction.atomic(durable=True)
def appoint_first_admin(user: User, *, at: datetime) -> Assignment:
    """Make a registered person the first system administrator, from the server's own console.

    :raises AlreadyAppointed: if the system has one; then roles are granted on the site
    """
    if Assignment.objects.filter(role=Role.SYSTEM_ADMIN, ended_at=None).exists():
        raise AlreadyAppointed
    trail.record(
        "appoint_first_admin",
        subject=_subject(user),
        by=By(person=None, role="system", office=HEADQUARTERS),
        at=at,
    )
    return Assignment.objects.create(user=user, role=Role.SYSTEM_ADMIN, granted_at=at)


@transaction.atomic(durable=True)
def end_role(assignment: Assignment, *, by: By, at: datetime) -> None:
    """End the role; the person's open sessions end with it.

    :raises EndRefused: if it is one's own, so that an office is not left without anybody
    """
    if by.person == assignment.user_id:
        raise EndRefused
    Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=at)
    User.objects.filter(pk=assignment.user_id).update(sessions_valid_from=at)
    trail.record(
        "end_role",
        subject=_subject(assignment.user),
        by=by,
        at=at,
        payload={"role": assignment.role},
    )


@transaction.atomic(durable=True)
def set_nip(user: User, nip: str, *, by: By, at: datetime) -> None:
    """Write down a member of staff's civil-service number, as papers print it."""
    User.objects.filter(pk=user.pk).update(nip=nip)
    trail.record("set_nip", subject=_subject(user), by=by, at=at)


def _apply(user: User, profile: Mapping[str, str]) -> None:
    for name, value in profile.items():
        setattr(user, name, value)
    if profile.get("npwp"):
        user.npwp = normalise_npwp(profile["npwp"]).number


def is_flooded(address: str, at: datetime) -> bool:
    """Whether this mailbox got enough of our mail for the hour, whoever asked for it."""
    since = at - timedelta(hours=1)
    return EmailProof.objects.filter(email=address, created_at__gt=since).count() >= PROOFS_AN_HOUR


def _send_reset(user: User, at: datetime) -> None:
    token = secrets.token_urlsafe(32)
    EmailProof.objects.create(
        email=user.email,
        user=user,
        purpose="reset",
        token_hash=hashed(token),
        created_at=at,
        expires_at=at + PROOF_LIFETIME["reset"],
    )
    _post_letter("account_reset", user, at=at, payload={"token": token})


def use_proof(token: str, purpose: str, at: datetime) -> EmailProof:
    proof = (
        EmailProof.objects.select_related("user")
        .filter(token_hash=hashed(token), purpose=purpose, used_at=None, expires_at__gt=at)
        .first()
    )
    if proof is None:
        raise ProofRefused
    if not EmailProof.objects.filter(pk=proof.pk, used_at=None).update(used_at=at):
        raise ProofRefused
    return proof


def _post_letter(name: str, user: User, *, at: datetime, payload: Mapping[str, str]) -> None:
    outbox.post(
        "mail",
        name,
        office=HEADQUARTERS,
        subject=_subject(user),
        at=at,
        dedupe_key=f"{name}:{user.public_id}:{at.isoformat()}",
        payload=payload,
    )


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _subject(user: User) -> str:
    return f"person:{user.public_id}"


def _self(user: User) -> By:
    return By(person=user.pk, role="buyer", office=HEADQUARTERS)
