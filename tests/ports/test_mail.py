"""The contract of sending letters, over every implementation."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from tests.adapters.mail.refusing_server import refusing_server

from loket.adapters.mail.composing import MESSAGE_ID_HEADER, compose
from loket.adapters.mail.folder import FolderMailer
from loket.adapters.mail.memory import MemoryMailer
from loket.adapters.mail.reading import attachments
from loket.adapters.mail.sink import sink
from loket.adapters.mail.smtp import Security, SmtpMailer, SmtpSettings
from loket.ports.failures import Rejected, Unavailable
from loket.ports.mail import Attachment, Mailer, MailMessage, Sent

AT = datetime(2025, 8, 17, 3, 0, tzinfo=UTC)
SENDER = "BPS Kabupaten Banjarnegara <loket@example.go.id>"
PDF = b"%PDF-1.7\n\x00\xff binary \r\n.\r\n end"
LETTER = MailMessage(
    id="order.P-2025-0007.offered",
    recipients=("Siti Rahayu <siti@example.org>",),
    subject="Contoh data siap diperiksa – pesanan P-2025-0007",
    text="Yth. Ibu Siti,\n\ncontoh data siap.\n.\nTerima kasih.\n",
    html="<p>Yth. Ibu Siti,</p><p>contoh data <b>siap</b>.</p>",
    attachments=(Attachment("tagihan é.pdf", "application/pdf", PDF),),
    reply_to="pst@example.go.id",
)

Delivered = Callable[[], list[EmailMessage]]


def clock() -> datetime:
    return AT


def in_folder(folder: Path) -> Delivered:
    return lambda: [
        message_from_bytes(path.read_bytes(), EmailMessage, policy=default)
        for path in sorted(folder.glob("*.eml"))
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["smtp", "folder", "memory"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Mailer, Delivered]]:
    if request.param == "memory":
        memory = MemoryMailer(sender=SENDER, clock=clock)
        yield memory, lambda: [compose(m, sender=SENDER, at=AT) for m in memory.sent]
    elif request.param == "folder":
        yield FolderMailer(tmp_path, sender=SENDER, clock=clock), in_folder(tmp_path)
    else:
        port = free_port()
        settings = SmtpSettings("127.0.0.1", SENDER, port=port, security=Security.NONE)
        with sink(smtp_port=port, http_port=0, folder=tmp_path, production=False):
            yield SmtpMailer(settings, clock), in_folder(tmp_path)


def test_delivers_the_whole_letter(post: tuple[Mailer, Delivered]) -> None:
    mailer, delivered = post

    assert mailer.send(LETTER) == Sent()

    (mail,) = delivered()
    assert mail["Subject"] == LETTER.subject
    assert "siti@example.org" in mail["To"]
    assert mail["Reply-To"] == "pst@example.go.id"
    assert mail[MESSAGE_ID_HEADER] == LETTER.id
    assert mail["Message-ID"] == "<order.P-2025-0007.offered@example.go.id>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == LETTER.text.splitlines()
    assert "<b>siap</b>" in html.get_content()
    (attached,) = attachments(mail)
    assert (attached.name, attached.content) == ("tagihan é.pdf", PDF)


def test_makes_a_twin_recognisable(post: tuple[Mailer, Delivered]) -> None:
    mailer, delivered = post

    mailer.send(LETTER)
    mailer.send(LETTER)

    assert {mail["Message-ID"] for mail in delivered()} == {
        "<order.P-2025-0007.offered@example.go.id>"
    }


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, recipients=()),
        replace(LETTER, recipients=("nobody",)),
        replace(LETTER, recipients=("",)),
        replace(LETTER, recipients=("a@example.org\r\nBcc: all@example.org",)),
        replace(LETTER, subject="Halo\r\nBcc: all@example.org"),
        replace(LETTER, id="a\r\nX: y"),
        replace(LETTER, id=""),
        replace(LETTER, reply_to="x@example.org\nCc: y@example.org"),
        replace(LETTER, attachments=(Attachment("a\r\nb.pdf", "application/pdf", PDF),)),
        replace(LETTER, attachments=(Attachment("a.pdf", "nonsense", PDF),)),
    ],
)
def test_refuses_a_letter_that_is_not_well_formed(
    post: tuple[Mailer, Delivered], letter: MailMessage
) -> None:
    mailer, delivered = post

    with pytest.raises(Rejected) as refusal:
        mailer.send(letter)

    assert "periksa" in refusal.value.id
    assert "check" in refusal.value.en
    assert delivered() == []


def test_smtp_asks_again_when_nobody_answers() -> None:
    settings = SmtpSettings("127.0.0.1", SENDER, port=free_port(), security=Security.NONE)

    with pytest.raises(Unavailable):
        SmtpMailer(settings, clock).send(LETTER)


@pytest.mark.parametrize("security", list(Security))
def test_smtp_never_falls_back_to_plain(tmp_path: Path, security: Security) -> None:
    port = free_port()
    settings = SmtpSettings("127.0.0.1", SENDER, port=port, security=security, timeout=5)
    with sink(smtp_port=port, http_port=0, folder=tmp_path, production=False):
        if security is Security.NONE:
            SmtpMailer(settings, clock).send(LETTER)
        else:
            with pytest.raises((Unavailable, Rejected)):
                SmtpMailer(settings, clock).send(LETTER)

    assert len(list(tmp_path.glob("*.eml"))) == (security is Security.NONE)


@pytest.mark.parametrize(
    ("where", "answer", "failure"),
    [
        ("RCPT", "550 5.1.1 no such user", Rejected),
        ("RCPT", "450 4.2.0 greylisted", Unavailable),
        ("DATA", "554 5.7.1 refused", Rejected),
        ("DATA", "451 4.3.0 try later", Unavailable),
    ],
)
def test_smtp_tells_no_from_later(where: str, answer: str, failure: type[Exception]) -> None:
    port = free_port()
    settings = SmtpSettings("127.0.0.1", SENDER, port=port, security=Security.NONE, timeout=5)
    with refusing_server(port, {where: answer}), pytest.raises(failure):
        SmtpMailer(settings, clock).send(LETTER)


def test_smtp_names_the_addresses_refused_among_several() -> None:
    port = free_port()
    settings = SmtpSettings("127.0.0.1", SENDER, port=port, security=Security.NONE, timeout=5)
    letter = replace(LETTER, recipients=("good@example.org", "bad@example.org"))
    with refusing_server(port, {"bad@example.org": "550 no"}):
        assert SmtpMailer(settings, clock).send(letter) == Sent(("bad@example.org",))


def test_smtp_password_is_not_shown() -> None:
    assert "hush" not in repr(SmtpSettings("mail", SENDER, username="u", password="hush"))


def test_memory_can_fail_too() -> None:
    mailer = MemoryMailer(sender=SENDER, clock=clock)
    mailer.down = True

    with pytest.raises(Unavailable):
        mailer.send(LETTER)

    assert mailer.sent == []


def test_folder_says_when_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Unavailable):
        FolderMailer(tmp_path / "file" / "mail", sender=SENDER, clock=clock).send(LETTER)
