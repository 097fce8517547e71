"""The read page of the mail sink."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import escape
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from loket.adapters.simulation import PageHandler, page

BANNER = (
    "SIMULATOR SUREL: tidak ada surat yang benar-benar dikirim."
    " / MAIL SIMULATOR: no letter really leaves."
)
_SHOWN = 200
_LETTER = re.compile(r"/(?P<name>[0-9a-f-]{10,60})(?:/(?P<part>\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    media_type: str
    content: bytes


class SinkHandler(PageHandler):
    """``/`` lists, ``/<name>`` shows one letter, ``/<name>/<n>`` gives its n-th attachment."""

    def __init__(self, folder: Path, *args: Any) -> None:
        self._folder = folder
        super().__init__(*args)

    def show(self) -> None:
        path = urlsplit(self.path).path
        if path == "/":
            self.give(_listing(self._folder))
            return
        match = _LETTER.fullmatch(path)
        letter = self._folder / f"{match['name']}.eml" if match else None
        if match is None or letter is None or not letter.is_file():
            self.give(_absent(), status=HTTPStatus.NOT_FOUND)
        elif match["part"] is None:
            self.give(_letter_page(match["name"], _parse(letter)))
        else:
            self._attachment(_parse(letter), int(match["part"]))

    def _attachment(self, mail: EmailMessage, number: int) -> None:
        parts = attachments(mail)
        if number >= len(parts):
            self.give(_absent(), status=HTTPStatus.NOT_FOUND)
            return
        part = parts[number]
        self.give(
            part.content,
            media_type=part.media_type,
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(part.name)}"},
        )


def attachments(mail: EmailMessage) -> list[Part]:
    """Return the attachments with decoded content."""
    return [
        Part(
            part.get_filename() or f"lampiran-{number}",
            part.get_content_type(),
            # A policy-default message gives str for text parts, bytes for the rest.
            payload if isinstance(payload := part.get_payload(decode=True), bytes) else b"",
        )
        for number, part in enumerate(mail.iter_attachments())
    ]


def as_text(html: str) -> str:
    """Return the words of an HTML letter, one block to a line, links with their address."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).splitlines())
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    _BLOCKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table", "ul", "ol"})
    _SILENT = frozenset({"style", "script", "title", "head"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent += 1
        if tag in self._BLOCKS:
            self.words.append("\n")
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.words.append(f"<{target}> ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in self._BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def _parse(letter: Path) -> EmailMessage:
    return message_from_bytes(letter.read_bytes(), EmailMessage, policy=default)


def _body(mail: EmailMessage, kind: str) -> str | None:
    part = mail.get_body((kind,))
    if part is None:
        return None
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        return None


def _listing(folder: Path) -> bytes:
    letters = sorted(folder.glob("*.eml"), reverse=True)
    rows = []
    for letter in letters[:_SHOWN]:
        mail = _parse(letter)
        link = f'<a href="/{escape(letter.stem)}">{escape(str(mail["Subject"] or "—"))}</a>'
        rows.append(
            f"<tr><td>{escape(str(mail['Date'] or ''))}</td>"
            f"<td>{escape(str(mail['To'] or ''))}</td><td>{link}</td></tr>"
        )
    table = (
        '<div class="wide"><table><thead><tr><th>Tanggal / Date</th><th>Kepada / To</th>'
        f"<th>Judul / Subject</th></tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
    empty = "<p>Belum ada surat. / No letters yet.</p>"
    count = f"<p>{len(letters)} surat / letters</p>"
    return page("Surat masuk / Letters", BANNER, count + (table if rows else empty))


def _letter_page(name: str, mail: EmailMessage) -> bytes:
    headers = "".join(
        f"<dt>{escape(header)}</dt><dd>{escape(str(mail[header] or ''))}</dd>"
        for header in ("From", "To", "Date", "Message-ID")
    )
    text, html = _body(mail, "plain"), _body(mail, "html")
    blocks = [f"<dl>{headers}</dl>"]
    if text is not None:
        blocks.append(f"<h2>Teks / Text</h2><pre>{escape(text)}</pre>")
    if html is not None:
        blocks.append(f"<h2>HTML sebagai teks / as text</h2><pre>{escape(as_text(html))}</pre>")
    items = "".join(
        f'<li><a href="/{escape(name)}/{number}">{escape(part.name)}</a>'
        f" ({escape(part.media_type)}, {len(part.content)} bita / bytes)</li>"
        for number, part in enumerate(attachments(mail))
    )
    if items:
        blocks.append(f"<h2>Lampiran / Attachments</h2><ul>{items}</ul>")
    blocks.append('<p><a href="/">Semua surat / All letters</a></p>')
    return page(str(mail["Subject"] or "—"), BANNER, "".join(blocks))


def _absent() -> bytes:
    body = '<p>Surat itu tidak ada. / There is no such letter. <a href="/">Kembali / Back</a></p>'
    return page("Tidak ada / Not found", BANNER, body)
