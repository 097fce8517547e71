"""A definition …"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.microdata.codebook import Codebook
from loket.microdata.definition import (
    Condition,
    Definition,
    Offer,
    Wanted,
    canonical,
    definition_id,
    diff,
    normalise,
    parse,
    validate,
)
from loket.microdata.errors import InvalidSelection
from loket.microdata.synthetic import banjarnegara, generate

RT, IND1, FOOD = "ssn202403_kor_rt", "ssn202403_kor_ind1", "ssn202403_kp_blok41"
EDITION = "SINTETIS-SUSENAS-2024-MARET"
BOOK = generate(banjarnegara(20)).codebook


def order(**changes: object) -> Definition:
    plain = Definition(
        edition=EDITION,
        release="1",
        files=(Wanted(IND1, ("R405", "R407")), Wanted(RT, ("R1802",))),
        regions=("3304",),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def reasons(definition: Definition, offer: Offer | None = None) -> list[str]:
    found = validate(definition, BOOK, offer or Offer())
    for reason in found.reasons:
        assert reason.text.id
        assert reason.text.en
    return [reason.code for reason in found.reasons]


def test_gets_keys_regions_weights_and_design_preselected() -> None:
    tidy = normalise(order(), BOOK)

    persons = tidy.wanted(IND1)
    assert persons is not None
    assert persons.preselected == (
        *("URUT", "PSU", "SSU", "STRATA", "R101", "R102", "R401"),
        "WI1",
    )
    assert persons.variables == (
        *("URUT", "PSU", "SSU", "STRATA", "R101", "R102", "R401"),
        *("R405", "R407", "WI1"),
    )
    assert [wanted.file for wanted in tidy.files] == [RT, IND1]


def test_has_one_identity_however_it_was_typed() -> None:
    typed = order(
        files=(
            Wanted(IND1, ("R407",)),
            Wanted(RT, ("R1802", "URUT")),
            Wanted(IND1, ("R405", "R407")),
        ),
        regions=("330402", "3304", "3304 "),
        format="SAV",
        cases="households",
    )

    assert definition_id(normalise(typed, BOOK)) == definition_id(normalise(order(), BOOK))


def test_does_not_change_when_normalised_again() -> None:
    tidy = normalise(
        order(conditions=(Condition(IND1, "R405", (2, 1)), Condition(IND1, "R407", (), (7, 9)))),
        BOOK,
    )

    assert normalise(tidy, BOOK) == tidy
    assert parse(canonical(tidy)) == tidy


def test_is_written_in_sorted_compact_json() -> None:
    written = canonical(order())

    found = json.loads(written)
    assert list(found) == sorted(found)
    assert b" " not in written
    assert definition_id(order()) == hashlib.sha256(written).hexdigest()


def test_is_the_same_in_every_unicode_form() -> None:
    name = "Nganjuké"
    composed, apart = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))

    assert composed != apart
    assert canonical(order(edition=composed)) == canonical(order(edition=apart))


@given(
    st.builds(
        Definition,
        edition=st.text(),
        release=st.text(),
        files=st.lists(
            st.builds(Wanted, file=st.text(), variables=st.lists(st.text()).map(tuple))
        ).map(tuple),
        regions=st.lists(st.text()).map(tuple),
        conditions=st.lists(
            st.builds(
                Condition,
                file=st.text(),
                variable=st.text(),
                values=st.lists(st.integers() | st.text(), min_size=1).map(tuple),
            )
        ).map(tuple),
        cases=st.sampled_from(["individuals", "households"]),
        structure=st.sampled_from(["separate", "joined"]),
        language=st.sampled_from(["id", "en"]),
        fullset=st.booleans(),
    )
)
def test_survives_writing_and_reading(definition: Definition) -> None:
    assert canonical(parse(canonical(definition))) == canonical(definition)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "nonsense",
        "{}",
        '{"edition": 3}',
        '{"edition": "x", "colour": "red"}',
        '{"edition": "x", "version": 2}',
        '{"edition": "x", "regions": "3304"}',
        '{"edition": "x", "regions": [3304]}',
        '{"edition": "x", "fullset": 1}',
        '{"edition": "x", "cases": "persons"}',
        '{"edition": "x", "cases": []}',
        '{"edition": "x", "files": [{"file": "a", "variables": [1]}]}',
        '{"edition": "x", "conditions": [{"file": "a", "variable": "b", "values": [1.5]}]}',
        '{"edition": "x", "conditions": [{"file": "a", "variable": "b", "values": [NaN]}]}',
        '{"edition": "x", "conditions": [{"file": "a", "variable": "b", "values": [true]}]}',
        '{"edition": "x", "conditions": [{"file": "a", "variable": "b", "values": []}]}',
        '{"edition": "x", "conditions": [{"file": "a", "variable": "b", "between": [2, 1]}]}',
        '{"edition": "x", "conditions": [{"file": "a", "variable": "b", "between": [1, true]}]}',
        '{"edition": "\\ud800"}',
        '{"edition": "x", "regions": ["\\udfff"]}',
        "[" * 100_000,
    ],
)
def test_is_refused_when_malformed(broken: str) -> None:
    with pytest.raises(InvalidSelection) as refused:
        parse(broken)

    assert refused.value.id
    assert refused.value.en


def test_of_a_full_set_names_everything_and_limits_nothing() -> None:
    tidy = normalise(order(fullset=True, conditions=(Condition(IND1, "R405", (2,)),)), BOOK)

    assert [wanted.file for wanted in tidy.files] == [file.name for file in BOOK.files]
    assert tidy.regions == ()
    assert tidy.conditions == ()


def test_is_valid_with_its_size_price_and_licence() -> None:
    offer = Offer(
        regions=("3304",),
        size=lambda definition: 1_000 * len(definition.files),
        price=lambda b: b * 20,
    )

    found = validate(order(), BOOK, offer)

    assert found.is_valid
    assert (found.bytes, found.rupiah) == (2_000, 40_000)
    assert found.id == definition_id(normalise(order(), BOOK))


def test_is_not_priced_while_there_are_reasons_against() -> None:
    found = validate(order(format="doc"), BOOK, Offer(size=lambda definition: 1))

    assert found.bytes is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"edition": "SAKERNAS"}, "unknown-edition"),
        ({"release": "0"}, "other-release"),
        ({"format": "doc"}, "unknown-format"),
        ({"files": ()}, "nothing-wanted"),
        ({"files": (Wanted("no_such", ("A",)),)}, "unknown-file"),
        ({"files": (Wanted(RT, ("NAMA",)),)}, "unknown-variable"),
        ({"files": (Wanted(RT, ("R2203",)),)}, "withheld-variable"),
        ({"regions": ("3305",)}, "unknown-region"),
        ({"regions": ("33x4",)}, "malformed-region"),
        ({"regions": ("",)}, "malformed-region"),
        ({"regions": ("330",)}, "malformed-region"),
        ({"conditions": (Condition(IND1, "R999", (1,)),)}, "unknown-variable"),
        ({"conditions": (Condition(IND1, "R405", ("2",)),)}, "unfit-condition"),
        ({"conditions": (Condition(IND1, "PSU", (), (1, 2)),)}, "unfit-condition"),
        ({"structure": "joined", "files": (Wanted(RT, ("R301",)),)}, "nothing-to-join"),
    ],
)
def test_is_answered_with_the_reason_against(changes: dict[str, object], code: str) -> None:
    offer = Offer(regions=("3304",), withheld={(RT, "R2203")})

    assert reasons(order(**changes), offer) == [code]


def test_is_refused_for_a_region_finer_than_its_files() -> None:
    assert set(reasons(order(regions=("3304010",)), Offer())) == {"region-too-fine"}


def test_is_refused_at_the_counter_unless_it_is_the_full_set() -> None:
    counter = Offer(fullset_only=True)

    assert reasons(order(), counter) == ["fullset-only"]
    assert reasons(order(fullset=True), counter) == []


def test_lists_every_reason_at_once() -> None:
    wrong = order(format="doc", regions=("99",), files=(Wanted(RT, ("NAMA", "NIK")),))

    assert sorted(reasons(wrong, Offer(regions=("3304",)))) == [
        *("unknown-format", "unknown-region"),
        *("unknown-variable", "unknown-variable"),
    ]


def revised(book: Codebook = BOOK) -> tuple[Definition, Definition]:
    after = order(
        files=(Wanted(IND1, ("R405", "R610")), Wanted(FOOD, ())),
        regions=("3304", "3305"),
        format="dta",
        conditions=(Condition(IND1, "R405", (2,)),),
        cases="households",
    )
    return normalise(order(), book), normalise(after, book)


def test_differs_from_its_revision_in_words() -> None:
    before, after = revised()

    changes = diff(before, after, BOOK)

    assert [(change.kind, change.subject, change.items) for change in changes] == [
        ("changed", "cases", ("individuals", "households")),
        ("changed", "format", ("sav", "dta")),
        ("added", "variables", ("R610",)),
        ("removed", "variables", ("R407",)),
        ("added", "files", (FOOD,)),
        ("removed", "files", (RT,)),
        ("added", "regions", ("3305",)),
        ("added", "conditions", ("R405",)),
    ]
    assert changes[3].text.id == f"Variabel dihapus dari {IND1}: R407 (Umur (tahun))."
    assert changes[3].text.en == f"Variables removed from {IND1}: R407 (Age (years))."


def test_does_not_differ_from_itself() -> None:
    before, _ = revised()

    assert diff(before, before) == ()


def test_reaches_files_without_regions_through_the_household() -> None:
    files = tuple(replace(f, region=()) if f.name == IND1 else f for f in BOOK.files)

    assert validate(order(), replace(BOOK, files=files), Offer(regions=("3304",))).is_valid
