"""The judge of signatures …"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.adapters.signing.papers import (
    AT,
    STAMP,
    key_of,
    plain_paper,
    signed,
    tagged_paper,
)

from loket.adapters.scanner.structural import StructuralScanner
from loket.adapters.signing.authority import ROOT_NAME, SimulatedAuthority
from loket.adapters.signing.verifying import PadesVerifier, TrustSettings, roots_in
from loket.ports.failures import Rejected
from loket.ports.scanner import AGREEMENT, Outcome
from loket.ports.signing import Change


@pytest.fixture(scope="module")
def authority() -> SimulatedAuthority:
    return SimulatedAuthority.create()


@pytest.fixture
def verifier(authority: SimulatedAuthority) -> PadesVerifier:
    return PadesVerifier(TrustSettings((authority.root,)))


def test_finds_nothing_where_nobody_signed(verifier: PadesVerifier) -> None:
    verification = verifier.verify(plain_paper(), at=AT)

    assert verification.signatures == ()
    assert not verification.good


@pytest.mark.parametrize("paper", [plain_paper, tagged_paper])
@pytest.mark.parametrize("visible", [False, True])
def test_keeps_the_first_signature_good_when_a_second_is_added(
    verifier: PadesVerifier, authority: SimulatedAuthority, paper: object, *, visible: bool
) -> None:
    stamp = STAMP if visible else None
    first = signed(paper(), key_of(authority, "Pembeli"), field_name="Pembeli", stamp=stamp)  # type: ignore[operator]
    both = signed(first, key_of(authority, "Kepala"), field_name="Kepala", stamp=stamp)

    verification = verifier.verify(both, at=AT)

    buyer, head = verification.signatures
    assert verification.good, verification
    assert (buyer.signer, buyer.covers_file, buyer.change) == ("Pembeli", False, Change.PERMITTED)
    assert (head.signer, head.covers_file, head.change) == ("Kepala", True, Change.NONE)


def test_describes_the_signer(verifier: PadesVerifier, authority: SimulatedAuthority) -> None:
    key = key_of(authority, "Siti Rahayu", organisation="Universitas X")
    stamper = key_of(authority, "Waktu", stamps_time=True)
    pdf = signed(plain_paper(), key, stamper=stamper, reason="Setuju", location="Banjarnegara")

    (one,) = verifier.verify(pdf, at=AT).signatures

    assert (one.signer, one.organisation, one.issuer) == (
        "Siti Rahayu",
        "Universitas X",
        ROOT_NAME,
    )
    assert (one.field_name, one.reason, one.location) == ("Kepala", "Setuju", "Banjarnegara")
    assert one.timestamped_at == AT
    assert one.serial


@pytest.mark.parametrize("place", [100, 600, -40])
def test_sees_bytes_that_were_altered(
    verifier: PadesVerifier, authority: SimulatedAuthority, place: int
) -> None:
    pdf = bytearray(signed(plain_paper(), key_of(authority, "Siti")))
    pdf[place] ^= 0x01

    try:
        verification = verifier.verify(bytes(pdf), at=AT)
    except Rejected:
        return

    assert not verification.good


def test_sees_a_page_changed_after_signing(
    verifier: PadesVerifier, authority: SimulatedAuthority
) -> None:
    pdf = signed(plain_paper(), key_of(authority, "Siti"))
    (one,) = verifier.verify(_with_new_contents(pdf), at=AT).signatures

    assert one.intact
    assert not one.covers_file
    assert one.change is Change.ILLEGAL
    assert not one.good


def test_sees_a_file_saved_anew(verifier: PadesVerifier, authority: SimulatedAuthority) -> None:
    pdf = signed(plain_paper(), key_of(authority, "Siti"))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        target = io.BytesIO()
        opened.save(target)

    assert not verifier.verify(target.getvalue(), at=AT).good


def test_does_not_trust_a_stranger(verifier: PadesVerifier) -> None:
    pdf = signed(plain_paper(), key_of(SimulatedAuthority.create(), "Siti"))

    (one,) = verifier.verify(pdf, at=AT).signatures

    assert one.intact
    assert not one.trusted
    assert not one.good


def test_trusts_nobody_without_roots(authority: SimulatedAuthority) -> None:
    pdf = signed(plain_paper(), key_of(authority, "Siti"))

    assert not PadesVerifier(TrustSettings(())).verify(pdf, at=AT).good


def test_takes_an_expired_certificate_only_with_a_proven_time(
    verifier: PadesVerifier, authority: SimulatedAuthority
) -> None:
    starts, ends = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    key = key_of(authority, "Siti", starts=starts, ends=ends)
    stamper = key_of(authority, "Waktu", stamps_time=True)
    later = datetime(2027, 1, 1, tzinfo=UTC)

    bare = verifier.verify(signed(plain_paper(), key), at=later)
    proven = verifier.verify(signed(plain_paper(), key, stamper=stamper), at=later)
    too_late = verifier.verify(
        signed(plain_paper(), key, stamper=stamper, stamped_at=later), at=later
    )

    assert not bare.good
    assert proven.good
    assert not too_late.good


def test_does_not_believe_a_strangers_time(
    verifier: PadesVerifier, authority: SimulatedAuthority
) -> None:
    stranger = key_of(SimulatedAuthority.create(), "Waktu", stamps_time=True)
    pdf = signed(plain_paper(), key_of(authority, "Siti"), stamper=stranger)

    (one,) = verifier.verify(pdf, at=AT).signatures

    assert one.timestamped_at is None


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"\xff" * 500, plain_paper()[:-300]])
def test_says_what_it_cannot_read(verifier: PadesVerifier, pdf: bytes) -> None:
    with pytest.raises(Rejected):
        verifier.verify(pdf, at=AT)


def test_a_signed_file_passes_the_scanner(authority: SimulatedAuthority) -> None:
    pdf = signed(tagged_paper(), key_of(authority, "Siti"), stamp=STAMP)

    verdict = StructuralScanner().scan(pdf, AGREEMENT)

    assert verdict.outcome is Outcome.CLEAN, verdict
    assert verdict.content == pdf


def test_reads_roots_from_a_folder(tmp_path: Path, authority: SimulatedAuthority) -> None:
    other = SimulatedAuthority.create()
    issued = other.issue("x").certificate
    (tmp_path / "one.der").write_bytes(authority.root.dump())
    (tmp_path / "two.pem").write_bytes(issued.public_bytes(Encoding.PEM) * 2)
    (tmp_path / "README.md").write_text("not a certificate")

    roots = roots_in(tmp_path)

    assert roots[0].dump() == authority.root.dump()
    assert len(roots) == 3
    (tmp_path / "bad.crt").write_bytes(b"not a certificate")
    with pytest.raises(ValueError):  # noqa: PT011 -- whatever the parser says
        roots_in(tmp_path)


def _with_new_contents(pdf: bytes) -> bytes:
    """Append a revision that writes something on the first page."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0].obj
        number, parent = page.objgen[0], page.Parent.objgen[0]
        size, root = int(opened.trailer.Size), opened.Root.objgen[0]
    start = len(pdf)
    before = pdf[pdf.rfind(b"startxref") + 9 :].split()[0]
    text = b"BT /F 9 Tf (Rp0) Tj ET"
    stream = b"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (size, len(text), text)
    form = b"%d 0 obj\n<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]/Contents %d 0 R>>\nendobj\n"
    obj = form % (number, parent, size)
    xref = start + len(stream) + len(obj)
    table = b"xref\n%d 1\n%010d 00000 n \n%d 1\n%010d 00000 n \n" % (
        number, start + len(stream), size, start,
    )  # fmt: skip
    trailer = b"trailer <</Size %d/Root %d 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 1, root, before, xref,
    )  # fmt: skip
    return pdf + stream + obj + table + trailer
