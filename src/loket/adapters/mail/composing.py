"""A letter as an Internet message (RFC 5322)."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from loket.ports.failures import Rejected
from loket.ports.mail import Attachment, MailMessage

MESSAGE_ID_HEADER = "X-Loket-Message"


def compose(message: MailMessage, *, sender: str, at: datetime) -> EmailMessage:
    """
    Return the letter as it goes over the wire, from ``sender`` ("Name <address>").

    :raises Rejected: if an address or a header is not well formed
    """
    if not message.recipients:
        raise _malformed()
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = _address(sender)
        mail["To"] = [_address(recipient) for recipient in message.recipients]
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = message_id(message.id, sender)
        mail[MESSAGE_ID_HEADER] = message.id
        mail["Auto-Submitted"] = "auto-generated"
        if message.reply_to:
            mail["Reply-To"] = _address(message.reply_to)
        mail.set_content(message.text)
        if message.html is not None:
            mail.add_alternative(message.html, subtype="html")
        for attachment in message.attachments:
            _attach(mail, attachment)
    except (ValueError, IndexError, TypeError) as error:
        raise _malformed() from error
    return mail


def message_id(id: str, sender: str) -> str:
    """
    Return the Message-ID, the same for the same letter.

    :raises ValueError: if ``id`` holds anything a Message-ID cannot
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,150}", id):
        message = "a letter's id is made of letters, digits and . _ + -"
        raise ValueError(message)
    return f"<{id}@{_address(sender).domain}>"


def _address(written: str) -> Address:
    name, spec = parseaddr(written)
    if not spec or any(character in written for character in "\r\n"):
        message = "not an e-mail address"
        raise ValueError(message)
    address = Address(display_name=name, addr_spec=spec)
    if not address.username or not address.domain:
        message = "not an e-mail address"
        raise ValueError(message)
    return address


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.media_type.partition("/")
    if not main or not sub:
        message = "not a media type"
        raise ValueError(message)
    mail.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)


def _malformed() -> Rejected:
    return Rejected(
        "Surat elektronik tidak dapat disusun: periksa alamat dan judulnya.",
        "The e-mail cannot be composed: check its addresses and its subject.",
    )
