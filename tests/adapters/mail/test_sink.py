"""The mail sink …"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import urllib3
from tests.ports.test_mail import LETTER, PDF, SENDER, free_port

from loket.adapters.mail.folder import FolderMailer
from loket.adapters.mail.reading import as_text
from loket.adapters.mail.sink import serve, sink
from loket.adapters.simulation import SimulatorInProduction
from loket.ports.mail import MailMessage


def clock() -> datetime:
    return datetime(2025, 8, 17, 3, 0, tzinfo=UTC)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[str]:
    with sink(smtp_port=free_port(), http_port=0, folder=tmp_path, production=False) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture
def http() -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager() as pool:
        yield pool


def put(folder: Path, letter: MailMessage = LETTER) -> str:
    FolderMailer(folder, sender=SENDER, clock=clock).send(letter)
    return next(folder.glob("*.eml")).stem


def test_refuses_production(tmp_path: Path) -> None:
    with pytest.raises(SimulatorInProduction):
        serve(free_port(), free_port(), tmp_path / "mail", production=True)

    assert not (tmp_path / "mail").exists()


def test_lists_the_letters_under_a_banner(
    page: str, http: urllib3.PoolManager, tmp_path: Path
) -> None:
    name = put(tmp_path)

    answer = http.request("GET", page)

    text = answer.data.decode()
    assert answer.status == 200
    assert "SIMULATOR" in text
    assert "pesanan P-2025-0007" in text
    assert f'href="/{name}"' in text


def test_shows_text_html_as_text_and_attachments(
    page: str, http: urllib3.PoolManager, tmp_path: Path
) -> None:
    name = put(tmp_path)

    shown = http.request("GET", f"{page}/{name}").data.decode()
    attached = http.request("GET", f"{page}/{name}/0")

    assert "contoh data siap." in shown
    assert f'href="/{name}/0"' in shown
    assert attached.data == PDF
    assert attached.headers["Content-Disposition"].startswith("attachment;")


def test_shows_hostile_letters_as_words(
    page: str, http: urllib3.PoolManager, tmp_path: Path
) -> None:
    hostile = "<script>alert(1)</script>"
    name = put(
        tmp_path,
        MailMessage(
            id="x",
            recipients=("a@example.org",),
            subject=hostile,
            text=hostile,
            html=f"<p>{hostile}</p><img src=x onerror=alert(1)>",
        ),
    )

    for path in ("", f"/{name}"):
        answer = http.request("GET", page + path)
        assert b"<script" not in answer.data
        assert b"<img" not in answer.data
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path", ["/nobody", "/../../etc/passwd", "/0000000000", "/0000000000/3", "/%2e%2e/x"]
)
def test_says_what_is_not_there(page: str, http: urllib3.PoolManager, path: str) -> None:
    assert http.request("GET", page + path).status == 404


def test_takes_no_post(page: str, http: urllib3.PoolManager) -> None:
    assert http.request("POST", page).status == 405


def test_does_not_stumble_over_a_file_that_is_no_letter(
    page: str, http: urllib3.PoolManager, tmp_path: Path
) -> None:
    (tmp_path / "0000000000-aa.eml").write_bytes(
        b"Content-Type: multipart/mixed; boundary=x\nSubject: =?utf-9?q?\xff\n\n--x\n"
        b"Content-Type: text/plain; charset=klingon\n\n\xff\xfe\n"
    )

    assert http.request("GET", page).status == 200
    assert http.request("GET", f"{page}/0000000000-aa").status == 200


def test_stops_when_told(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()

    serve(free_port(), free_port(), tmp_path, production=False, stop=stop)


def test_reads_html_as_words() -> None:
    html = "<head><style>p{}</style></head><p>Satu<br>dua</p><a href='https://x.id/a'>tiga</a>"

    assert as_text(html) == "Satu\ndua\n<https://x.id/a> tiga"
