"""Every paper: …"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from loket.documents.papers import invoice
from loket.documents.papers.engine import PaperError
from loket.documents.papers.frozen import from_record, to_record
from loket.documents.papers.registry import PAPERS
from tests.documents.papers import samples
from tests.documents.papers.reading import squeezed, text_of

ALL = dict(samples.everything())
ORDINARY: dict[str, Callable[..., Any]] = {
    "ticket": samples.make_ticket,
    "invoice": samples.make_invoice,
    "cancellation": samples.make_cancellation,
    "sppd": samples.make_sppd,
    "kuitansi": samples.make_kuitansi,
    "handover": samples.make_handover,
    "day-close": samples.make_day_close,
    "return": samples.make_return,
    "acknowledgement": samples.make_acknowledgement,
}
HOSTILE = (
    '#panic("x") $a$ *b* `c` [d] <e> @f \\u{41} // "q" \u202etxt 字 \x00\x07😀\u200b' + "W" * 90
)
HOSTILE_AS_PRINTED = '#panic("x") $a$ *b* `c` [d] <e> @f \\u{41} // "q" txt □ □WWWW'


@pytest.mark.parametrize("name", ALL)
def test_is_an_archivable_and_accessible_pdf(name: str) -> None:
    with pikepdf.open(io.BytesIO(ALL[name]())) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == ("en" if name.endswith(("-en", "foreign")) else "id")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.parametrize("kind", PAPERS)
def test_names_itself_and_its_template(kind: str) -> None:
    paper = PAPERS[kind]
    data = ORDINARY[kind]()

    assert isinstance(data, paper.data_class)
    text = text_of(paper.render(data))
    if kind != "ticket":
        assert data.number in text
        assert paper.template_version in text


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_survives_being_stored_and_prints_the_same(kind: str, language: str) -> None:
    paper = PAPERS[kind]
    data = ORDINARY[kind](language)

    again = from_record(paper.data_class, to_record(data))

    assert again == data
    assert paper.render(again) == paper.render(data)


@pytest.mark.parametrize("kind", PAPERS)
def test_a_damaged_record_is_refused(kind: str) -> None:
    record = to_record(ORDINARY[kind]())

    for damage in ({"unknown": 1}, {"office": None}, {"language": 5}):
        with pytest.raises(PaperError, match="tidak dapat dibaca"):
            from_record(PAPERS[kind].data_class, {**record, **damage})
    del record["office"]
    with pytest.raises(PaperError, match="tidak dapat dibaca"):
        from_record(PAPERS[kind].data_class, record)


KEPT = {"class", "language", "zone", "verification_url", "status_url", "segment", "rank"}


def _made_hostile(value: Any, key: str = "", but: frozenset[str] = frozenset()) -> Any:
    """Put the hostile text into every text of a record that is not one of a few words."""
    if isinstance(value, dict):
        return {name: _made_hostile(item, name, but) for name, item in value.items()}
    if isinstance(value, list):
        return [_made_hostile(item, key, but) for item in value]
    instant = isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value)
    if not isinstance(value, str) or key in KEPT | but or instant:
        return value
    return HOSTILE


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_prints_hostile_text_as_text(kind: str, language: str) -> None:
    paper = PAPERS[kind]
    record = _made_hostile(to_record(ORDINARY[kind](language)))

    text = text_of(paper.render(from_record(paper.data_class, record)))

    assert squeezed(HOSTILE_AS_PRINTED) in squeezed(text)
    assert "\u202e" not in text
    assert "\u200b" not in text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
@pytest.mark.parametrize("name", [*ALL, *(f"hostile {kind}" for kind in PAPERS)])
def test_stays_on_the_paper(name: str, tmp_path: Path) -> None:
    if name in ALL:
        pdf = ALL[name]()
    else:
        kind = name.removeprefix("hostile ")
        ours = frozenset(
            {"number", "label", "clauses_version"}
        )  # made by the system, short by construction
        record = _made_hostile(to_record(ORDINARY[kind]()), but=ours)
        pdf = PAPERS[kind].render(from_record(PAPERS[kind].data_class, record))
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)

    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout

    width = height = 0.0
    words = 0
    for line in boxes.splitlines():
        numbers = [float(number) for number in re.findall(r'="([-0-9.]+)"', line)]
        if "<page" in line:
            width, height = numbers
        elif "<word" in line and "BATAL" not in line and "SALINAN" not in line:
            left, top, right, bottom = numbers
            edge = 8 if "ticket" in name else 30
            turned = bottom - top > 100  # the watermark
            assert turned or (left > edge and right < width - edge), line
            assert turned or (top > 5 and bottom < height - 5), line
            words += 1
    assert words > 10


def test_is_the_same_file_in_another_process_and_place() -> None:
    code = (
        "import sys; from loket.documents.papers import sppd; "
        "from tests.documents.papers import samples; "
        "sys.stdout.buffer.write(sppd.render(samples.make_sppd()))"
    )
    root = Path(__file__).parents[3]
    elsewhere = {
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "TZ": "Asia/Jayapura",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1",
        "PYTHONHASHSEED": "77",
    }
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=elsewhere, cwd="/"
    ).stdout

    assert other == PAPERS["sppd"].render(samples.make_sppd())


def test_many_can_be_made_at_once() -> None:
    expected = invoice.render(samples.make_invoice())

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(invoice.render, [samples.make_invoice()] * 24))

    assert set(made) == {expected}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://a b", "x" * 10])
def test_the_qr_code_holds_web_addresses_only(address: str) -> None:
    with pytest.raises(PaperError, match="Alamat pemeriksaan"):
        invoice.render(replace(samples.make_invoice(), verification_url=address))


def test_a_demonstration_office_marks_every_paper() -> None:
    for kind, paper in PAPERS.items():
        data = replace(ORDINARY[kind](), office=replace(samples.OFFICE, specimen=True))

        assert "CONTOH – dibuat untuk peragaan" in text_of(paper.render(data))
        assert "CONTOH" not in text_of(paper.render(ORDINARY[kind]()))
