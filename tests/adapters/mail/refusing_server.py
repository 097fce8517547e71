"""A mail server that refuses what it is told to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class _Refusing:
    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answers.get("RCPT") or self._answers.get(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        return self._answers.get("DATA", "250 OK")


@contextmanager
def refusing_server(port: int, answers: Mapping[str, str]) -> Iterator[None]:
    controller = Controller(_Refusing(answers), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
