"""Sending a letter by e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class MailMessage:
    """
    One letter. ``id`` is stable: sent again, the letter carries the same Message-ID.

    ``text`` is the letter; ``html`` may say the same more beautifully.
    """

    id: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What the mail server took; ``refused`` are the addresses it will never take."""

    refused: tuple[str, ...] = ()


class Mailer(Protocol):
    def send(self, message: MailMessage) -> Sent:
        """
        Hand the letter to the mail server.

        :raises Unavailable: try again later with the same ``id``
        :raises Rejected: no address was accepted, or the letter itself is not well formed
        """
        ...
