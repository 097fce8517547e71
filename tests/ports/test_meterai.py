"""The contract of checking e-Meterai, over every implementation."""

from __future__ import annotations

import pytest
from tests.adapters.signing.papers import AT, key_of, plain_paper, signed

from loket.adapters.meterai.by_eye import MeteraiByEye
from loket.adapters.meterai.signature import MeteraiBySignature, MeteraiSettings
from loket.adapters.signing.authority import SimulatedAuthority
from loket.adapters.signing.verifying import PadesVerifier, TrustSettings
from loket.ports.failures import Rejected
from loket.ports.meterai import MeteraiChecker, MeteraiOutcome

SERIAL = "1A2B3C4D5E6F7G8H9J0K1L"


@pytest.fixture(scope="module")
def authority() -> SimulatedAuthority:
    return SimulatedAuthority.create()


@pytest.fixture
def checker(authority: SimulatedAuthority) -> MeteraiBySignature:
    return MeteraiBySignature(PadesVerifier(TrustSettings((authority.root,))))


def stamped(
    authority: SimulatedAuthority, pdf: bytes | None = None, serial: str = SERIAL
) -> bytes:
    key = key_of(authority, "Perum Peruri (simulasi)")
    return signed(pdf or plain_paper(), key, field_name=f"Meterai{serial[:4]}", reason=serial)


@pytest.mark.parametrize("kind", ["by_eye", "signature"])
def test_every_kind_says_what_to_do_in_both_languages(
    checker: MeteraiBySignature, kind: str
) -> None:
    each: MeteraiChecker = MeteraiByEye() if kind == "by_eye" else checker

    check = each.check(plain_paper(), at=AT)

    assert check.outcome in {MeteraiOutcome.NEEDS_EYES, MeteraiOutcome.ABSENT}
    assert check.id.endswith(".")
    assert check.en.endswith(".")


def test_reads_the_serial_of_a_whole_stamp(
    checker: MeteraiBySignature, authority: SimulatedAuthority
) -> None:
    check = checker.check(stamped(authority), at=AT)

    assert (check.outcome, check.serials) == (MeteraiOutcome.VALID, (SERIAL,))


def test_lives_with_other_signatures(
    checker: MeteraiBySignature, authority: SimulatedAuthority
) -> None:
    buyer, head = key_of(authority, "Siti"), key_of(authority, "Kepala")
    first = signed(stamped(authority), buyer, field_name="Pembeli")
    last = stamped(authority, signed(plain_paper(), head))

    assert checker.check(first, at=AT).outcome is MeteraiOutcome.VALID
    assert checker.check(last, at=AT).outcome is MeteraiOutcome.VALID


def test_counts_two_stamps(checker: MeteraiBySignature, authority: SimulatedAuthority) -> None:
    other = "ZZ2B3C4D5E6F7G8H9J0K1L"

    check = checker.check(stamped(authority, stamped(authority), other), at=AT)

    assert check.serials == (SERIAL, other)


def test_takes_no_other_signature_for_a_stamp(
    checker: MeteraiBySignature, authority: SimulatedAuthority
) -> None:
    pdf = signed(plain_paper(), key_of(authority, "Siti"), reason=SERIAL)

    assert checker.check(pdf, at=AT).outcome is MeteraiOutcome.ABSENT


def test_sees_a_broken_stamp(checker: MeteraiBySignature, authority: SimulatedAuthority) -> None:
    pdf = bytearray(stamped(authority))
    pdf[20] ^= 1

    assert checker.check(bytes(pdf), at=AT).outcome is MeteraiOutcome.BROKEN


def test_asks_for_eyes_when_it_does_not_know_enough(
    checker: MeteraiBySignature, authority: SimulatedAuthority
) -> None:
    nameless = signed(plain_paper(), key_of(authority, "Peruri"), reason="tanpa nomor")
    stranger = stamped(SimulatedAuthority.create())

    assert checker.check(nameless, at=AT).outcome is MeteraiOutcome.NEEDS_EYES
    assert checker.check(stranger, at=AT).outcome is MeteraiOutcome.NEEDS_EYES


def test_can_be_told_what_peruri_is_called(authority: SimulatedAuthority) -> None:
    settings = MeteraiSettings(signer="^Siti$", serial=r"\bSN-\d+\b")
    verifier = PadesVerifier(TrustSettings((authority.root,)))
    pdf = signed(plain_paper(), key_of(authority, "Siti"), reason="SN-77")

    assert MeteraiBySignature(verifier, settings).check(pdf, at=AT).serials == ("SN-77",)


def test_refuses_what_is_no_pdf(checker: MeteraiBySignature) -> None:
    with pytest.raises(Rejected):
        checker.check(b"nonsense", at=AT)
