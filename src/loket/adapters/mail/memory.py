"""Letters kept in this process, for tests; it can fail like a real server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from loket.adapters.mail.composing import compose
from loket.ports.failures import Unavailable
from loket.ports.mail import MailMessage, Sent


class MemoryMailer:
    """``sent`` holds every letter in order, twins too; set ``down`` to make sending fail."""

    def __init__(self, *, sender: str, clock: Callable[[], datetime]) -> None:
        self.sent: list[MailMessage] = []
        self.down = False
        self._sender = sender
        self._clock = clock

    def send(self, message: MailMessage) -> Sent:
        if self.down:
            raise Unavailable(
                "Server surel tiruan sedang dimatikan. Surat akan dikirim lagi nanti.",
                "The simulated mail server is down. The letter will be sent again later.",
            )
        compose(message, sender=self._sender, at=self._clock())
        self.sent.append(message)
        return Sent()
