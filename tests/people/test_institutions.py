"""Who acts for which institution: asked, proved by its data centre, decided by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from loket.jobs import letters
from loket.ledger.context import By
from loket.ledger.models import Event, Message
from loket.people import institutions
from loket.people.institutions import Asked, Status
from loket.people.models import EmailProof, Institution, InstitutionRequest, Office, Role, User
from loket.people.operations import PROOFS_AN_HOUR, ProofRefused
from loket.wiring import mailer
from tests.payments import people
from tests.payments.made import NOW

ASKED = Asked(
    name="Dinas Sosial  Kabupaten Contoh",
    category="regional_government",
    email=" Pusdatin@Dinsos.example.org ",
    head="Bambang Setiawan",
    head_position="Kepala Dinas",
)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def office(db: None) -> Office:
    return people.office()


@pytest.fixture
def account(office: Office) -> User:
    return people.person("siti@dinsos.example.org", "Siti Aminah")


@pytest.fixture
def admin(office: Office) -> User:
    return people.person("admin@example.org", "Eko Nugroho", Role.OFFICE_ADMIN, office)


def ask(account: User, asked: Asked = ASKED) -> InstitutionRequest:
    return institutions.ask(
        account,
        asked,
        public_id=uuid4(),
        office=Office.objects.get(),
        letter=None,
        by=By(account.pk, "buyer", "0000"),
        at=NOW,
    )


def token() -> str:
    newest = EmailProof.objects.order_by("-pk")[0]
    return str(Message.objects.get(subject=f"proof:{newest.public_id}").payload["token"])


def proved(account: User, asked: Asked = ASKED) -> InstitutionRequest:
    request = ask(account, asked)
    institutions.prove(token(), at=NOW)
    request.refresh_from_db()
    return request


def verified(
    request: InstitutionRequest, admin: User, same_as: Institution | None = None
) -> Institution:
    return institutions.verify(
        request, same_as=same_as, evidence="situs resmi", by=_as(admin), at=LATER
    )


def _as(admin: User) -> By:
    return By(admin.pk, "office_admin", "3304")


def test_is_asked_proved_and_verified(account: User, admin: User) -> None:
    request = ask(account)
    assert request.email == "pusdatin@dinsos.example.org"
    with pytest.raises(institutions.NotWaiting):  # not before the mailbox is proved
        verified(request, admin)
    institutions.prove(token(), at=NOW)
    request.refresh_from_db()
    assert institutions.institution_of(account) is None

    institution = verified(request, admin)

    assert institutions.institution_of(account) == institution
    assert institution.name == "Dinas Sosial Kabupaten Contoh"
    assert institution.verified_by == admin
    actions = set(Event.objects.values_list("action", flat=True))
    assert actions >= {"ask_institution", "prove_institution", "verify_institution"}
    assert not [e for e in Event.objects.all() if "dinsos" in str(e.payload)]


def test_a_link_is_used_once_and_dies_with_its_request(account: User) -> None:
    ask(account)
    first = token()
    ask(account)

    for at, secret in ((NOW, first), (NOW + timedelta(days=8), token()), (NOW, "x")):
        with pytest.raises(ProofRefused):
            institutions.prove(secret, at=at)
    institutions.prove(token(), at=NOW)
    with pytest.raises(ProofRefused):
        institutions.prove(token(), at=NOW)


def test_a_mailbox_is_not_flooded(account: User) -> None:
    for _ in range(PROOFS_AN_HOUR):
        ask(account)
    with pytest.raises(institutions.TooManyLetters):
        ask(account)
    assert InstitutionRequest.objects.filter(status=Status.ASKED).count() == 1


def test_nobody_decides_on_their_own_request(admin: User) -> None:
    request = proved(admin)
    with pytest.raises(institutions.OwnRequest):
        verified(request, admin)
    with pytest.raises(institutions.OwnRequest):
        institutions.refuse(request, reason="x", by=_as(admin), at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        InstitutionRequest.objects.update(decided_by=admin)


def test_an_institution_is_written_down_once(account: User, admin: User) -> None:
    institution = verified(proved(account), admin)
    colleague = people.person("budi@dinsos.example.org", "Budi")
    other_words = {"name": "DINAS SOSIAL kabupaten contoh", "email": "data@dinsos.example.org"}
    second = proved(colleague, replace(ASKED, **other_words))

    assert institutions.like(second) == institution
    with pytest.raises(institutions.InstitutionKnown):
        verified(second, admin)
    assert verified(second, admin, same_as=institution) == institution
    assert institutions.institution_of(colleague) == institution


def test_a_verification_is_ended_or_replaced(account: User, admin: User) -> None:
    verified(proved(account), admin)
    other = verified(
        proved(account, Asked("Universitas Contoh", "education", "pustik@ac.id", "R", "Rektor")),
        admin,
    )
    assert institutions.institution_of(account) == other

    held = InstitutionRequest.objects.get(status=Status.VERIFIED)
    institutions.end(held, by=_as(admin), at=LATER)

    assert institutions.institution_of(account) is None


def test_a_refusal_says_why_to_both(account: User, admin: User) -> None:
    request = proved(account)
    institutions.refuse(request, reason="bukan lembaga pemerintah", by=_as(admin), at=LATER)

    message = Message.objects.get(name="institution_refused")
    letters.send(message, LATER)

    sent = mailer().sent[-1]  # type: ignore[attr-defined]
    assert set(sent.recipients) == {"pusdatin@dinsos.example.org", "siti@dinsos.example.org"}
    assert "bukan lembaga pemerintah" in sent.text


def test_the_letters_carry_the_link(account: User, admin: User) -> None:
    ask(account)
    letters.send(Message.objects.get(name="institution_verify"), NOW)
    sent = mailer().sent[-1]  # type: ignore[attr-defined]
    assert sent.recipients == ("pusdatin@dinsos.example.org",)
    assert f"/akun/lembaga/bukti/{token()}/" in sent.text
    assert "Siti Aminah" in sent.text

    institutions.prove(token(), at=NOW)
    request = InstitutionRequest.objects.get()
    verified(request, admin)
    letters.send(Message.objects.get(name="institution_verified"), LATER)
    assert "terverifikasi" in mailer().sent[-1].subject  # type: ignore[attr-defined]


def test_what_was_asked_stays_as_it_was(account: User, admin: User) -> None:
    verified(proved(account), admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        InstitutionRequest.objects.update(name="lain")
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.update(name="lain")
