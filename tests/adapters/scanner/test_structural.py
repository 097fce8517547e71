"""The structural scanner …"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from tests.adapters.scanner.clamd import EICAR
from tests.adapters.scanner.files import (
    HOSTILE_PDFS,
    SECRET,
    annotation,
    open_action,
    pdf,
    photo,
    png_bomb,
    root,
    zipped,
)

from loket.adapters.scanner import structural
from loket.adapters.scanner.images import LONGEST_SIDE
from loket.adapters.scanner.reasons import Reason, words
from loket.adapters.scanner.structural import Limits, StructuralScanner
from loket.ports.scanner import (
    AGREEMENT,
    IDENTITY,
    JPEG,
    LETTER,
    PDF,
    PNG,
    PROOF,
    Outcome,
    UploadRules,
)

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def scanner() -> StructuralScanner:
    return StructuralScanner()


GOOD_PDFS = {
    "plain": pdf(),
    "many pages": pdf(pages=100),
    "opens at a page": pdf(open_action(S=Name.GoTo, D=Array([0, Name.Fit]))),
    "links": pdf(
        annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://bps.go.id")))
    ),
    "form": pdf(root(AcroForm=Dictionary(Fields=Array([])))),
    "structure": pdf(root(StructTreeRoot=Dictionary(K=Dictionary(S=Name.Sect, A="/JS")))),
    "blanks behind": pdf() + b"\r\n\r\n\0\0",
    "linearized": pdf(linearize=True),
}


@pytest.mark.parametrize("name", GOOD_PDFS)
def test_keeps_a_good_pdf_as_it_is(scanner: StructuralScanner, name: str) -> None:
    verdict = scanner.scan(GOOD_PDFS[name], LETTER)

    assert (verdict.outcome, verdict.media_type) == (Outcome.CLEAN, PDF), verdict
    assert verdict.content == GOOD_PDFS[name]
    assert verdict.pages == (100 if name == "many pages" else 1)


@pytest.mark.parametrize("name", HOSTILE_PDFS)
def test_refuses_a_hostile_pdf_and_says_why(scanner: StructuralScanner, name: str) -> None:
    content, why = HOSTILE_PDFS[name]

    verdict = scanner.scan(content, LETTER)

    assert verdict.outcome is Outcome.REFUSED
    assert why in verdict.en
    assert verdict.content == b""


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_draws_a_jpeg_anew_without_metadata(scanner: StructuralScanner, mode: str) -> None:
    original = photo("JPEG", mode=mode)

    verdict = scanner.scan(original, PROOF)

    assert (verdict.outcome, verdict.media_type, verdict.pages) == (Outcome.CLEAN, JPEG, 1)
    assert SECRET.encode() not in verdict.content
    with Image.open(io.BytesIO(verdict.content)) as image:
        assert image.size == (640, 400)
        assert not image.getexif()
        assert "comment" not in image.info


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_draws_a_png_anew_without_metadata(scanner: StructuralScanner, mode: str) -> None:
    original = photo("PNG", mode=mode)

    verdict = scanner.scan(original, PROOF)

    assert (verdict.outcome, verdict.media_type) == (Outcome.CLEAN, PNG), verdict
    assert SECRET.encode() not in verdict.content
    with Image.open(io.BytesIO(verdict.content)) as image:
        assert image.size == (640, 400)
        assert image.info == {}


def test_turns_a_photograph_the_right_way_up(scanner: StructuralScanner) -> None:
    exif, target = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    Image.new("RGB", (60, 40)).save(target, "JPEG", exif=exif.tobytes())

    verdict = scanner.scan(target.getvalue(), PROOF)

    with Image.open(io.BytesIO(verdict.content)) as image:
        assert image.size == (40, 60)


def test_makes_a_large_photograph_smaller(scanner: StructuralScanner) -> None:
    verdict = scanner.scan(photo(size=(9000, 6000)), PROOF)

    with Image.open(io.BytesIO(verdict.content)) as image:
        assert max(image.size) == LONGEST_SIDE


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (photo("PNG")[:300], "damaged"),
        (photo("JPEG")[:900], "damaged"),
        (b"\xff\xd8\xff\xe0", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (png_bomb(60_000), "megapixels"),
        (png_bomb(9_000), "damaged"),
    ],
)
def test_refuses_a_broken_or_huge_picture(
    scanner: StructuralScanner, content: bytes, why: str
) -> None:
    verdict = scanner.scan(content, PROOF)

    assert verdict.outcome is Outcome.REFUSED
    assert why in verdict.en


def test_keeps_nothing_behind_a_picture(scanner: StructuralScanner) -> None:
    for kind in ("JPEG", "PNG"):
        verdict = scanner.scan(photo(kind) + zipped(), PROOF)

        assert verdict.outcome is Outcome.CLEAN
        assert b"PK" not in verdict.content[-200:]


@pytest.mark.parametrize(
    "content",
    [zipped(), EICAR, b"MZ\x90", b"<html><script>", b"GIF89a", b"\0", b" %PDF-1.7",
     b"<?xml version='1.0'?><svg/>", os.urandom(5000), b"II*\0", b"RIFF\0\0\0\0WEBP"],
)  # fmt: skip
def test_takes_no_other_kind(scanner: StructuralScanner, content: bytes) -> None:
    verdict = scanner.scan(content, PROOF)

    assert verdict.outcome is Outcome.REFUSED
    assert "PDF" in verdict.en


def test_takes_only_what_the_purpose_allows(scanner: StructuralScanner) -> None:
    picture = scanner.scan(photo(), LETTER)

    assert picture.outcome is Outcome.REFUSED
    assert picture.id == "Jenis berkas ini tidak diterima. Unggah berkas PDF."
    assert scanner.scan(photo(), IDENTITY).outcome is Outcome.CLEAN


def test_refuses_empty_and_oversized_files_unread(
    scanner: StructuralScanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(structural.subprocess, "run", None)

    empty = scanner.scan(b"", AGREEMENT)
    large = scanner.scan(bytes(AGREEMENT.max_bytes + 1), AGREEMENT)

    assert (empty.outcome, large.outcome) == (Outcome.REFUSED, Outcome.REFUSED)
    assert "20 MB" in large.en


def test_refuses_what_needs_too_much_memory() -> None:
    scanner = StructuralScanner(Limits(memory_bytes=400 * 1024 * 1024))
    picture = io.BytesIO()
    Image.new("RGBA", (9000, 9000)).save(picture, "PNG", compress_level=1)

    verdict = scanner.scan(picture.getvalue(), PROOF)

    assert verdict.outcome is Outcome.REFUSED
    assert "complicated" in verdict.en


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [(-24, Outcome.REFUSED), (-11, Outcome.REFUSED), (-6, Outcome.REFUSED), (-9, Outcome.UNSURE),
     (-15, Outcome.UNSURE), (1, Outcome.UNSURE), (0, Outcome.UNSURE)],
)  # fmt: skip
def test_knows_whose_fault_it_is_when_the_child_dies(
    scanner: StructuralScanner, monkeypatch: pytest.MonkeyPatch, ends: int, outcome: Outcome
) -> None:
    done = subprocess.CompletedProcess([], ends, stdout=b"")
    monkeypatch.setattr(structural.subprocess, "run", lambda *_, **__: done)

    assert scanner.scan(b"x", PROOF).outcome is outcome


def test_leaves_the_file_waiting_when_the_machine_is_too_busy() -> None:
    scanner = StructuralScanner(Limits(wall_seconds=0.001))

    assert scanner.scan(pdf(), LETTER).outcome is Outcome.UNSURE


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/passwd')",
        "open('/tmp/written-by-the-child', 'w')",
        "socket.socket()",
        "os.fork()",
        "bytearray(800_000_000)",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (5, 5))",
        "open('/proc/self/environ')",
    ],
)
def test_child_can_do_no_harm(deed: str) -> None:
    program = textwrap.dedent(f"""
        import os, resource, socket, sys
        sys.path.insert(0, {str(ROOT / "src")!r})
        from loket.adapters.scanner.child import give_up_rights
        give_up_rights(600_000_000, 5)
        try:
            {deed}
        except (OSError, MemoryError, ValueError):
            os._exit(7)
        os._exit(0)
    """)

    child = subprocess.run([sys.executable, "-I", "-c", program], check=False, env={})

    # Root may raise limits and start processes again; nobody runs the product as root.
    harmless = {7} if os.geteuid() or ("fork" not in deed and "setrlimit" not in deed) else {0, 7}
    assert child.returncode in harmless


def test_child_is_stopped_when_it_never_ends() -> None:
    program = textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(ROOT / "src")!r})
        from loket.adapters.scanner.child import give_up_rights
        give_up_rights(600_000_000, 1)
        while True: pass
    """)

    child = subprocess.run([sys.executable, "-I", "-c", program], check=False, timeout=60)

    assert child.returncode in structural._ITS_OWN_FAULT | {-9}


def test_survives_files_broken_at_random(scanner: StructuralScanner) -> None:
    draw = random.Random(20250817)
    whole = [pdf(pages=3), photo("JPEG"), photo("PNG")]
    for _ in range(15):
        content = bytearray(draw.choice(whole))
        for _ in range(draw.randrange(1, 30)):
            content[draw.randrange(8, len(content))] = draw.randrange(256)

        verdict = scanner.scan(bytes(content), PROOF)

        assert verdict.outcome in {Outcome.CLEAN, Outcome.REFUSED}


def test_has_words_for_every_reason() -> None:
    rules = UploadRules(frozenset({PDF, PNG}))
    for reason in Reason:
        id, en = words(reason, rules)
        assert id.endswith(".")
        assert en.endswith(".")
        assert "{" not in id + en
