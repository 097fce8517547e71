"""A checkpoint says how long the trail is and what it hashes to, signed, and is mailed away."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from loket import wiring
from loket.jobs import trail_keeping, worker
from loket.ledger import checkpoints, merkle, notes, trail
from loket.ledger.context import By
from loket.ledger.models import Checkpoint, Event, Message
from loket.ledger.notes import NotACheckpoint, Statement
from tests.factories import MONDAY

KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex("33" * 32))
SAID = Statement("loket.example/3304", 7, bytes(range(32)))


def write(events: int, office: str = "3304") -> None:
    for number in range(events):
        with transaction.atomic():
            by = By(person=None, role="system", office=office)
            trail.record("try", subject=f"thing:{number}", by=by, at=MONDAY)


def test_text_is_a_signed_note() -> None:
    text = notes.sign(SAID, KEY)

    body, _, signature = text.partition("\n\n")
    assert body == f"loket.example/3304\n7\n{base64.b64encode(bytes(range(32))).decode()}"
    dash, name, stamp = signature.rstrip("\n").split(" ")
    public = KEY.public_key().public_bytes_raw()
    key_id = hashlib.sha256(b"loket.example/3304\n\x01" + public).digest()[:4]
    assert (dash, name) == ("—", "loket.example/3304")
    assert base64.b64decode(stamp)[:4] == key_id
    KEY.public_key().verify(base64.b64decode(stamp)[4:], f"{body}\n".encode())


def test_signed_text_says_what_was_signed() -> None:
    assert notes.verify(notes.sign(SAID, KEY), KEY.public_key()) == SAID


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n7\n", "\n8\n"), ("3304", "3305"), ("AAEC", "AAED"), ("— ", "- "), ("\n\n", "\n")],
)
def test_changed_text_is_refused(old: str, new: str) -> None:
    text = notes.sign(SAID, KEY).replace(old, new)

    with pytest.raises(NotACheckpoint):
        notes.verify(text, KEY.public_key())


@pytest.mark.parametrize("text", ["", "\n", "a\nb\nc\n", "a\n1\nAA==\n\n— a AA==\n", "a\n01\n"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotACheckpoint):
        notes.verify(text, KEY.public_key())


def test_another_key_is_refused() -> None:
    with pytest.raises(NotACheckpoint):
        notes.verify(notes.sign(SAID, Ed25519PrivateKey.generate()), KEY.public_key())


@pytest.mark.django_db
def test_is_made_over_the_hashes_of_all_events() -> None:
    write(5)

    made = checkpoints.make("3304", MONDAY)

    assert made is not None
    hashes = Event.objects.order_by("seq").values_list("hash", flat=True)
    assert made.size == 5
    assert made.root == merkle.root([bytes.fromhex(each) for each in hashes]).hex()
    assert checkpoints.verify(made)
    assert checkpoints.latest("3304") == made


@pytest.mark.django_db
def test_is_made_once_for_each_length() -> None:
    write(2)

    first, again = checkpoints.make("3304", MONDAY), checkpoints.make("3304", MONDAY)

    assert first == again
    assert Message.objects.filter(name="checkpoint").count() == 1


@pytest.mark.django_db
def test_older_ones_still_verify_when_the_trail_has_grown() -> None:
    write(3)
    first = checkpoints.make("3304", MONDAY)
    write(4)
    second = checkpoints.make("3304", MONDAY)

    assert first
    assert second
    assert checkpoints.verify(first)
    assert checkpoints.verify(second)


@pytest.mark.django_db
def test_a_row_that_says_something_else_does_not_verify() -> None:
    write(3)
    made = checkpoints.make("3304", MONDAY)
    assert made is not None

    assert not checkpoints.verify(
        Checkpoint(office="3304", size=2, root=made.root, text=made.text)
    )
    assert not checkpoints.verify(
        Checkpoint(office="3305", size=3, root=made.root, text=made.text)
    )


@pytest.mark.django_db
def test_nothing_is_made_without_events_or_key(settings: Any) -> None:
    assert checkpoints.make("3304", MONDAY) is None
    write(1)
    settings.LOKET_TRAIL_KEY = ""

    assert checkpoints.make("3304", MONDAY) is None


@pytest.mark.django_db
def test_is_mailed_to_headquarters() -> None:
    mailer: Any = wiring.mailer()
    mailer.sent.clear()
    write(3)
    made = checkpoints.make("3304", MONDAY)

    worker.run_all(MONDAY)

    assert made is not None
    (mail,) = mailer.sent
    assert "arsip@example.org" in str(mail)
    assert Message.objects.get(name="checkpoint").done_at
    text = mail.get_body().get_content() if hasattr(mail, "get_body") else mail.text
    assert made.text in text.replace("\r\n", "\n")


@pytest.mark.django_db
def test_is_not_mailed_without_an_address(settings: Any) -> None:
    settings.LOKET_HEADQUARTERS_MAIL = ""
    write(1)

    assert checkpoints.make("3304", MONDAY)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_is_made_once_a_local_day_for_each_office() -> None:
    late = MONDAY.replace(hour=16, minute=59)  # 23.59 WIB
    write(2)
    write(1, office="3305")

    assert trail_keeping.make_daily(late) == 2
    write(1)
    assert trail_keeping.make_daily(late + timedelta(seconds=59)) == 0
    assert trail_keeping.make_daily(late + timedelta(minutes=1)) == 1  # only where news are
    assert trail_keeping.make_daily(late + timedelta(days=3)) == 0


@pytest.mark.django_db
def test_an_unusable_key_does_not_stop_the_clockwork(settings: Any) -> None:
    settings.LOKET_TRAIL_KEY = "not hexadecimal"
    write(1)

    assert trail_keeping.make_daily(MONDAY) == 0
