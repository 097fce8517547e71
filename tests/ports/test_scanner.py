"""The contract of judging uploads, over every implementation and a chain of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.adapters.scanner.clamd import EICAR, clamd
from tests.adapters.scanner.files import pdf, photo

from loket.adapters.scanner.chain import ChainScanner
from loket.adapters.scanner.clamav import ClamavScanner, ClamavSettings
from loket.adapters.scanner.structural import StructuralScanner
from loket.ports.scanner import LETTER, PROOF, Outcome, Scanner

GOOD = pdf()


@pytest.fixture(params=["structural", "clamav", "both"])
def scanner(request: pytest.FixtureRequest) -> Iterator[Scanner]:
    if request.param == "structural":
        yield StructuralScanner()
        return
    with clamd() as settings:
        clamav = ClamavScanner(settings)
        yield clamav if request.param == "clamav" else ChainScanner(StructuralScanner(), clamav)


@pytest.fixture(params=["clamav", "both"])
def deaf(request: pytest.FixtureRequest) -> Scanner:
    """A scanner whose daemon is down."""
    clamav = ClamavScanner(ClamavSettings(port=9, timeout=0.5))
    return clamav if request.param == "clamav" else ChainScanner(StructuralScanner(), clamav)


def test_passes_a_good_file(scanner: Scanner) -> None:
    verdict = scanner.scan(GOOD, LETTER)

    assert verdict.outcome is Outcome.CLEAN
    assert verdict.content == GOOD


def test_refuses_a_virus_with_words_in_both_languages(scanner: Scanner) -> None:
    verdict = scanner.scan(EICAR, PROOF)

    assert verdict.outcome is Outcome.REFUSED
    assert "nggah" in verdict.id
    assert "pload" in verdict.en
    assert verdict.content == b""


def test_is_never_clean_when_unsure(deaf: Scanner) -> None:
    verdict = deaf.scan(GOOD, LETTER)

    assert verdict.outcome is Outcome.UNSURE
    assert "menunggu" in verdict.id
    assert verdict.content == b""


def test_a_chain_keeps_what_the_first_drew_anew() -> None:
    with clamd() as settings:
        chain = ChainScanner(StructuralScanner(), ClamavScanner(settings))

        verdict = chain.scan(photo(), PROOF)

    assert verdict.outcome is Outcome.CLEAN
    assert b"GPS" not in verdict.content


def test_a_chain_refuses_what_only_the_second_knows() -> None:
    with clamd(finds=b"endobj") as settings:
        chain = ChainScanner(StructuralScanner(), ClamavScanner(settings))

        assert chain.scan(GOOD, LETTER).outcome is Outcome.REFUSED
