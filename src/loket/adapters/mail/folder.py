"""Letters as .eml files in a folder, for offices that send by other means and for trials."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from loket.adapters.mail.composing import compose
from loket.ports.failures import Unavailable
from loket.ports.mail import MailMessage, Sent


class FolderMailer:
    """One file for each letter; the same letter sent again replaces its file."""

    def __init__(self, folder: Path, *, sender: str, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._sender = sender
        self._clock = clock

    def send(self, message: MailMessage) -> Sent:
        mail = compose(message, sender=self._sender, at=self._clock())
        try:
            write(self._folder, f"{_name(message.id)}.eml", mail.as_bytes())
        except OSError as error:
            raise Unavailable(
                "Folder surat tidak dapat ditulisi. Surat akan dikirim lagi nanti.",
                "The mail folder cannot be written. The letter will be sent again later.",
            ) from error
        return Sent()


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a whole file in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        Path(temporary).replace(folder / name)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _name(id: str) -> str:
    return hashlib.sha256(id.encode()).hexdigest()[:32]
