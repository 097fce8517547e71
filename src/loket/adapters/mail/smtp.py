"""Sending through an SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from loket.adapters.mail.composing import compose
from loket.ports.failures import Failure, Rejected, Unavailable
from loket.ports.mail import MailMessage, Sent

_PERMANENT = range(500, 600)


class Security(StrEnum):
    """How the connection is protected: from the start, by STARTTLS, or (tests only) not."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


_SCHEMES = {
    "smtp": Security.STARTTLS,
    "smtps": Security.TLS,
    "smtp+plain": Security.NONE,
}


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """``sender`` as "Name <address>"; ``timeout`` in seconds."""

    host: str
    sender: str
    port: int = 587
    security: Security = Security.STARTTLS
    username: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 20

    @classmethod
    def from_url(cls, url: str, *, sender: str, password: str = "") -> SmtpSettings:
        """
        Read ``smtp://user:password@host:587`` (STARTTLS), ``smtps://…:465``, or
        ``smtp+plain://…``.

        :raises ValueError: for any other beginning
        """
        parts = urlsplit(url)
        security = Security(_SCHEMES.get(parts.scheme, parts.scheme))
        return cls(
            host=parts.hostname or "localhost",
            sender=sender,
            port=parts.port or (465 if security is Security.TLS else 587),
            security=security,
            username=unquote(parts.username or ""),
            password=password or unquote(parts.password or ""),
        )


class SmtpMailer:
    def __init__(self, settings: SmtpSettings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock

    def send(self, message: MailMessage) -> Sent:
        mail = compose(message, sender=self._settings.sender, at=self._clock())
        try:
            with self._connected() as server:
                refused = server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            raise _all_refused(error) from error
        except smtplib.SMTPAuthenticationError as error:
            raise _unavailable() from error
        except smtplib.SMTPResponseException as error:
            raise _answered(error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise _letter_refused() from error
        except (OSError, smtplib.SMTPException) as error:
            raise _unavailable() from error
        return Sent(tuple(sorted(refused)))

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        context = ssl.create_default_context()
        if settings.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=settings.timeout, context=context
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout)
        try:
            if settings.security is Security.STARTTLS:
                server.starttls(context=context)
            if settings.username:
                server.login(settings.username, settings.password)
        except BaseException:
            server.close()
            raise
        return server


def _all_refused(error: smtplib.SMTPRecipientsRefused) -> Failure:
    # A busy or greylisting server says 4xx to an address it will take later.
    if any(code not in _PERMANENT for code, _ in error.recipients.values()):
        return _unavailable()
    return Rejected(
        "Server surel menolak alamat penerima. Periksa alamat surel penerima.",
        "The mail server refuses the recipient's address. Check the e-mail address.",
    )


def _answered(error: smtplib.SMTPResponseException) -> Failure:
    return _letter_refused() if error.smtp_code in _PERMANENT else _unavailable()


def _letter_refused() -> Rejected:
    return Rejected(
        "Server surel menolak surat ini. Minta administrator memeriksa alamat pengirim dan"
        " ukuran lampiran.",
        "The mail server refuses this letter. Ask the administrator to check the sender's"
        " address and the size of the attachments.",
    )


def _unavailable() -> Unavailable:
    return Unavailable(
        "Server surel tidak dapat dihubungi. Surat akan dikirim lagi nanti.",
        "The mail server cannot be reached. The letter will be sent again later.",
    )
