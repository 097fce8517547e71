"""Accounts: opened by who reads the mail, told apart by nobody else, limited and ended at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from loket.jobs.demo import office as demo_office
from loket.ledger.context import By
from loket.ledger.models import Event, Message
from loket.people import limits, operations, queries
from loket.people.limits import TooManyAttempts
from loket.people.models import Assignment, EmailProof, LoginAttempt, Office, Role, User
from loket.people.operations import LogInRefused, PasswordDiffers, ProofRefused
from tests.factories import MONDAY, SYSTEM

PASSWORD = "kata-sandi-yang-panjang"
PROFILE = {"name": "Budi", "phone": "+62811", "language": "id", "segment": "general"}
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def register(email: str = "Budi@Contoh.id ", password: str = PASSWORD, **profile: str) -> None:
    given = {**PROFILE, **profile}
    operations.register(email=email, password=password, profile=given, at=MONDAY)


def token(name: str = "account_verify") -> str:
    newest = Message.objects.filter(name=name).order_by("-created_at").first()
    assert newest is not None
    return str(newest.payload["token"])


def member(email: str = "budi@contoh.id") -> User:
    register(email)
    return operations.prove_email(token(), PASSWORD, at=MONDAY)


def log_in(email: str = "budi@contoh.id", password: str = PASSWORD, source: str = "s") -> User:
    return operations.log_in(email, password, source=source, at=MONDAY)


@pytest.fixture
def office() -> Office:
    return demo_office.seed(MONDAY)


def test_an_account_is_opened_by_its_mail() -> None:
    register()
    assert not User.objects.exists()

    user = operations.prove_email(token(), PASSWORD, at=MONDAY)

    assert (user.email, user.name) == ("budi@contoh.id", "Budi")
    assert log_in() == user
    assert log_in(" BUDI@contoh.id") == user


def test_the_secret_is_kept_only_as_a_hash() -> None:
    register()

    proof = EmailProof.objects.get()
    assert token() not in (proof.token_hash, proof.password)
    assert PASSWORD not in proof.password


def test_a_proof_is_used_once_and_grows_old() -> None:
    register()
    with pytest.raises(ProofRefused):
        operations.prove_email(token(), PASSWORD, at=MONDAY + timedelta(days=3))
    with pytest.raises(ProofRefused):
        operations.prove_email("unknown", PASSWORD, at=MONDAY)
    operations.prove_email(token(), PASSWORD, at=MONDAY)

    with pytest.raises(ProofRefused):
        operations.prove_email(token(), PASSWORD, at=MONDAY)


def test_somebody_elses_registration_is_not_completed_by_a_click() -> None:
    register(password="dipilih-orang-lain")

    with pytest.raises(PasswordDiffers):
        operations.prove_email(token(), PASSWORD, at=MONDAY)

    assert not User.objects.exists()


def test_a_guest_claims_what_the_counter_wrote_down() -> None:
    with transaction.atomic():
        guest = operations.guest(
            email="budi@contoh.id", profile={"name": "Budi S."}, by=SYSTEM, at=MONDAY
        )
    with pytest.raises(LogInRefused):
        log_in(password="")
    register(name="Budi Santoso")
    guest.refresh_from_db()
    assert guest.name == "Budi S."  # nothing changes before the proof

    claimed = operations.prove_email(token(), PASSWORD, at=MONDAY)

    assert claimed.pk == guest.pk
    assert claimed.name == "Budi Santoso"


def test_a_known_guest_is_never_overwritten_from_the_counter() -> None:
    user = member()

    with transaction.atomic():
        same = operations.guest(
            email="BUDI@contoh.id",
            profile={"name": "Orang Lain", "institution": "Unsoed"},
            by=SYSTEM,
            at=MONDAY,
        )

    same.refresh_from_db()
    assert (same.pk, same.name, same.institution) == (user.pk, "Budi", "Unsoed")


def test_registering_again_tells_only_the_owner() -> None:
    user = member()
    register(password="kata-sandi-penyerang", name="Penyerang")

    user.refresh_from_db()
    assert user.name == "Budi"
    assert log_in() == user
    assert Message.objects.filter(name="account_exists").count() == 1
    assert Message.objects.filter(name="account_verify").count() == 1


def test_one_mailbox_is_not_flooded() -> None:
    for _ in range(10):
        register()

    assert Message.objects.filter(name="account_verify").count() == operations.PROOFS_AN_HOUR


@pytest.mark.parametrize(
    ("email", "password"),
    [("budi@contoh.id", "salah"), ("siapa@contoh.id", PASSWORD), ("", ""), ("a" * 500, "b" * 500)],
)
def test_a_wrong_pair_tells_nothing(email: str, password: str) -> None:
    member()

    with pytest.raises(LogInRefused) as refused:
        log_in(email, password)

    assert str(refused.value) == ""


def test_a_person_who_is_not_active_does_not_get_in() -> None:
    user = member()
    User.objects.filter(pk=user.pk).update(is_active=False)

    with pytest.raises(LogInRefused):
        log_in()


def fail(times: int, email: str = "budi@contoh.id", source: str = "s") -> None:
    for _ in range(times):
        with pytest.raises(LogInRefused):
            log_in(email, "salah", source)


def test_an_account_is_limited_for_a_quarter_of_an_hour() -> None:
    member()
    fail(limits.PER_ACCOUNT)

    with pytest.raises(TooManyAttempts):
        log_in()
    with pytest.raises(TooManyAttempts):
        log_in(source="elsewhere")
    later = MONDAY + limits.WINDOW + timedelta(seconds=1)
    operations.log_in("budi@contoh.id", PASSWORD, source="s", at=later)


def test_a_source_is_limited_over_all_accounts() -> None:
    member()
    for number in range(limits.PER_SOURCE):
        fail(1, f"{number}@contoh.id")

    with pytest.raises(TooManyAttempts):
        log_in()
    log_in(source="elsewhere")


def test_limits_hold_no_address() -> None:
    fail(1)

    attempt = LoginAttempt.objects.get()
    assert "budi" not in attempt.account_hash
    assert len(attempt.account_hash) == len(attempt.source_hash) == 64


def test_a_success_forgets_the_failures_of_the_account_only() -> None:
    member()
    fail(3)

    log_in()

    assert not LoginAttempt.objects.filter(account_hash=limits._keyed("budi@contoh.id")).exists()


def test_resetting_ends_sessions_and_lifts_the_limit() -> None:
    user = member()
    fail(limits.PER_ACCOUNT)
    operations.request_reset("budi@contoh.id", at=MONDAY)

    operations.reset_password(token("account_reset"), "kata-sandi-baru-sekali", at=MONDAY)

    user.refresh_from_db()
    assert user.sessions_valid_from == MONDAY
    assert log_in(password="kata-sandi-baru-sekali") == user
    with pytest.raises(LogInRefused):
        log_in()
    with pytest.raises(ProofRefused):
        operations.reset_password(token("account_reset"), PASSWORD, at=MONDAY)


def test_a_reset_for_nobody_looks_like_any_other() -> None:
    operations.request_reset("siapa@contoh.id", at=MONDAY)

    assert not Message.objects.exists()


def test_a_verifying_secret_does_not_reset() -> None:
    register()

    with pytest.raises(ProofRefused):
        operations.reset_password(token(), PASSWORD, at=MONDAY)


def test_what_happens_to_people_is_in_the_trail_without_their_names() -> None:
    member()
    log_in()

    events = list(Event.objects.values_list("action", "subject", "payload"))
    assert {action for action, _, _ in events} >= {"ask_registration", "register", "log_in"}
    assert not any("udi" in subject or "udi" in payload for _, subject, payload in events)


def test_nobody_grants_a_role_to_themselves(office: Office) -> None:
    admin = User.objects.get(email="sistem@contoh.id")

    with pytest.raises(operations.GrantRefused):
        operations.grant_role(
            admin, Role.TREASURER, office=office, granted_by=admin, by=SYSTEM, at=MONDAY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            user=admin, office=office, role=Role.TREASURER, granted_by=admin, granted_at=MONDAY
        )


def test_a_role_is_held_once_and_ends_with_the_sessions(office: Office) -> None:
    officer = User.objects.get(email="petugas@contoh.id")
    admin = User.objects.get(email="sistem@contoh.id")
    held = operations.grant_role(
        officer, Role.OFFICER, office=office, granted_by=admin, by=SYSTEM, at=MONDAY
    )
    assert held in queries.assignments_of(officer)
    with pytest.raises(operations.EndRefused):
        operations.end_role(held, by=By(officer.pk, "office_admin", "3304"), at=MONDAY)

    operations.end_role(held, by=By(admin.pk, "system_admin", "0000"), at=MONDAY + MINUTE)

    officer.refresh_from_db()
    assert queries.assignments_of(officer) == []
    assert not queries.assignment_of(office, Role.OFFICER, officer)
    assert officer.sessions_valid_from == MONDAY + MINUTE


def test_an_office_role_needs_an_office_and_a_system_role_none(office: Office) -> None:
    admin = User.objects.get(email="sistem@contoh.id")
    for role, place in ((Role.OFFICER, None), (Role.SYSTEM_ADMIN, office)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(user=admin, office=place, role=role, granted_at=MONDAY)


def test_a_returning_guest_is_found_only_if_unmistakable(office: Office) -> None:
    assert queries.guest_by_contact("MAHASISWA@contoh.id ") is not None
    assert queries.guest_by_contact("+6281200000000") is None  # several have it
    assert queries.guest_by_contact("") is None


def test_the_year_of_numbers_is_the_offices(office: Office) -> None:
    new_year = MONDAY.replace(month=12, day=31, hour=17)  # midnight WIB

    assert queries.local_year(office, new_year) == 2027
    assert queries.local_year(office, new_year - timedelta(seconds=1)) == 2026
    office.time_zone = "Asia/Jayapura"
    assert queries.local_year(office, new_year - timedelta(hours=2)) == 2027
