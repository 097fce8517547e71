"""The contract of signing and verifying, over every signer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.adapters.signing.papers import AT, STAMP, esign, key_of, plain_paper, request

from loket.adapters.signing.authority import SimulatedAuthority
from loket.adapters.signing.bsre import BsreSettings, BsreSigner
from loket.adapters.signing.pkcs12 import Pkcs12Settings, Pkcs12Signer
from loket.adapters.signing.simulator import SimulatedSigner
from loket.adapters.signing.verifying import PadesVerifier, TrustSettings
from loket.ports.failures import Rejected
from loket.ports.signing import Change, Signer


@pytest.fixture
def authority() -> SimulatedAuthority:
    return SimulatedAuthority.create()


@pytest.fixture
def verifier(authority: SimulatedAuthority) -> PadesVerifier:
    return PadesVerifier(TrustSettings((authority.root,)))


@pytest.fixture(params=["pkcs12", "pkcs12 typed", "bsre", "simulator"])
def signer(
    request: pytest.FixtureRequest, authority: SimulatedAuthority, tmp_path: Path
) -> Iterator[Signer]:
    if request.param == "simulator":
        yield SimulatedSigner(authority, production=False, name="Kepala BPS", clock=clock)
    elif request.param == "bsre":
        with esign(key_of(authority, "Kepala BPS")) as service:
            yield BsreSigner(BsreSettings(service.url, "loket", "hush"))
    else:
        path = tmp_path / "kepala.p12"
        path.write_bytes(authority.pkcs12(authority.issue("Kepala BPS"), "benar"))
        kept = "benar" if request.param == "pkcs12" else ""
        yield Pkcs12Signer(Pkcs12Settings(path, kept))


def clock() -> datetime:
    return AT


def test_signs_so_that_the_signature_is_good(signer: Signer, verifier: PadesVerifier) -> None:
    paper = plain_paper()

    signed = signer.sign(request(paper, reason="Persetujuan", passphrase="benar", nik="1" * 16))

    verification = verifier.verify(signed.pdf, at=AT)
    (one,) = verification.signatures
    assert verification.good
    assert (one.signer, one.intact, one.trusted) == ("Kepala BPS", True, True)
    assert (one.covers_file, one.change) == (True, Change.NONE)
    assert one.reason == "Persetujuan"
    assert one.signed_at is not None


def test_signs_by_adding_to_the_file(signer: Signer) -> None:
    paper = plain_paper()

    signed = signer.sign(request(paper, passphrase="benar", stamp=STAMP))

    assert signed.pdf.startswith(paper)


def test_refuses_a_wrong_passphrase_where_one_is_typed(signer: Signer) -> None:
    asked = request(plain_paper(), passphrase="salah")
    if not signer.needs_passphrase and not isinstance(signer, SimulatedSigner):
        signer.sign(asked)
        return

    with pytest.raises(Rejected, match="sandi") as refusal:
        signer.sign(asked)

    assert "salah'" not in repr(refusal.value)
    assert refusal.value.__cause__ is None


def test_keeps_secrets_out_of_sight() -> None:
    asked = request(b"%PDF", nik="3304010101010001", passphrase="rahasia")

    assert "rahasia" not in repr(asked)
    assert "3304010101010001" not in repr(asked)
