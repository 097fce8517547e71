from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.rules import identity
from loket.rules.wording import RuleError


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("01.234.567.4-901.000", "0012345674901000"),
        ("0012345674901000", "0012345674901000"),
        ("0012 3456 7490 1000", "0012345674901000"),
        ("0012345674901000000000", "0012345674901000"),
    ],
)
def test_an_npwp_is_stored_with_sixteen_digits(typed: str, stored: str) -> None:
    found = identity.normalise_npwp(typed)

    assert found.number == stored
    assert not found.warnings


def test_an_npwp_with_another_check_digit_warns() -> None:
    found = identity.normalise_npwp("01.234.567.8-901.000")

    assert found.number == "0012345678901000"
    assert "Angka pemeriksa" in found.warnings[0].id


def test_a_nik_may_serve_as_npwp() -> None:
    assert not identity.normalise_npwp("3304015708900001").warnings
    assert identity.normalise_npwp("3304019908900001").warnings


@pytest.mark.parametrize(
    "typed",
    ["", "123", "9990000000999000", "000000000000000", "999999999999999", "12345678901234a"],
)
def test_what_is_no_npwp_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match="NPWP"):
        identity.normalise_npwp(typed)


@pytest.mark.parametrize(
    ("typed", "doubts"),
    [
        ("3304011708900001", 0),
        ("3304015708900001", 0),
        ("3304012902000001", 0),  # 29 February 2000
        ("3304012902010001", 1),  # 1901 and 2001 have none
        ("0000011708900001", 1),
        ("3304017208900000", 2),
    ],
)
def test_a_nik_is_doubted_by_its_parts(typed: str, doubts: int) -> None:
    assert len(identity.normalise_nik(typed).warnings) == doubts


@pytest.mark.parametrize("typed", ["330401170890000", "33040117089000012", "abc"])
def test_what_is_no_nik_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match="16 angka"):
        identity.normalise_nik(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("(0286) 591893", "+62286591893"),
        ("+62 (0)286 591893", "+62286591893"),
        ("00 60 3 1234 5678", "+60312345678"),
    ],
)
def test_a_telephone_number_carries_its_country(typed: str, stored: str) -> None:
    assert identity.normalise_phone(typed) == stored


@pytest.mark.parametrize("typed", ["", "12", "0812abc", "+0812345678", "0" * 30])
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match="telepon"):
        identity.normalise_phone(typed)


def test_an_address_is_lower_case_with_an_ascii_domain() -> None:
    assert identity.normalise_email(" Sari.R@Contoh.ID ") == "sari.r@contoh.id"
    assert identity.normalise_email("a@bücher.example") == "a@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "a@b",
        "@contoh.id",
        "a@contoh..id",
        ".a@contoh.id",
        "a..b@contoh.id",
        "a@contoh.id\nBcc: b@contoh.id",
        "a@@contoh.id",
        "a b@contoh.id",
        "a@-contoh.id",
        "a" * 65 + "@contoh.id",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match="e-mail"):
        identity.normalise_email(typed)


def test_masks_hide_all_but_a_hint() -> None:
    assert identity.mask_number("3304011708900001") == "••••••••••••0001"
    assert identity.mask_phone("+6281234567890") == "+62•••••••7890"
    assert identity.mask_phone("123456") == "••••••"
    assert identity.mask_email("sari@contoh.id") == "s•••@contoh.id"
    assert identity.mask_name("Sari Rahayu") == "S••• R•••"


@pytest.mark.parametrize(
    "normalise",
    [
        lambda typed: identity.normalise_npwp(typed).number,
        lambda typed: identity.normalise_nik(typed).number,
        identity.normalise_phone,
        identity.normalise_email,
    ],
)
@given(typed=st.text(max_size=40) | st.from_regex(r"[0-9@.+ -]{1,30}", fullmatch=True))
def test_normalising_twice_changes_nothing(normalise: Callable[[str], str], typed: str) -> None:
    try:
        once = normalise(typed)
    except RuleError:
        return
    assert normalise(once) == once
