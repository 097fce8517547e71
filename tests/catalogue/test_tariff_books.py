"""An office's tariff books: drafts, adoption by another, days without overlap, frozen after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.payments import people

from loket.catalogue.errors import ChangedMeanwhile, NotForSale
from loket.catalogue.models import TariffVersion
from loket.catalogue.operations import tariff_books
from loket.catalogue.tariffs import book_of
from loket.ledger.context import By
from loket.ledger.models import Event
from loket.people.models import Office, Role
from loket.rules.tariffs import TariffBook, pp_7_2015, pp_13_2024

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture
def writer(office: Office) -> By:
    person = people.person("tulis@example.org", "Penyusun", Role.OFFICE_ADMIN, office)
    return By(person.pk, "office_admin", office.code)


@pytest.fixture
def adopter(office: Office) -> By:
    person = people.person("tetap@example.org", "Penetap", Role.OFFICE_ADMIN, office)
    return By(person.pk, "office_admin", office.code)


def dated(days: int, until: int | None = None, book: TariffBook | None = None) -> TariffBook:
    ends = None if until is None else TODAY + timedelta(days=until)
    return replace(
        book or pp_13_2024(), effective_from=TODAY + timedelta(days=days), effective_to=ends
    )


def proposed(office: Office, book: TariffBook, writer: By) -> TariffVersion:
    version = tariff_books.draft_book(office, book, by=writer, at=NOW)
    tariff_books.propose_book(version, by=writer, at=NOW)
    return version


def adopted(office: Office, book: TariffBook, writer: By, adopter: By) -> TariffVersion:
    version = proposed(office, book, writer)
    tariff_books.adopt_book(version, by=adopter, at=NOW)
    return version


def in_force(office: Office, days: int) -> str:
    return book_of(office, NOW + timedelta(days=days)).code


def test_the_book_begun_latest_is_in_force(office: Office, writer: By, adopter: By) -> None:
    old = dated(5, book=replace(pp_7_2015(), lines=pp_13_2024().lines))
    adopted(office, dated(0), writer, adopter)
    adopted(office, old, writer, adopter)

    assert [in_force(office, days) for days in (0, 4, 5, 400)] == [
        "PP-13-2024",
        "PP-13-2024",
        "PP-7-2015",
        "PP-7-2015",
    ]


def test_the_day_is_the_offices(office: Office, writer: By, adopter: By) -> None:
    Office.objects.filter(pk=office.pk).update(time_zone="Asia/Jayapura")
    office.refresh_from_db()
    changed = replace(dated(1), code="BARU")
    adopted(office, changed, writer, adopter)

    assert book_of(office, datetime(2026, 11, 24, 14, 59, tzinfo=UTC)).code == "PP-13-2024"
    assert book_of(office, datetime(2026, 11, 24, 15, 0, tzinfo=UTC)).code == "BARU"


def test_after_the_last_day_nothing_is_priced(office: Office, writer: By, adopter: By) -> None:
    adopted(office, dated(0, until=3), writer, adopter)

    assert in_force(office, 3) == "PP-13-2024"
    with pytest.raises(NotForSale, match="berakhir pada 27 November 2026"):
        in_force(office, 4)


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ((0, None), (10, None), True),
        ((0, 9), (10, None), True),
        ((0, 10), (10, None), False),
        ((10, None), (0, None), False),
        ((10, None), (0, 9), True),
        ((10, None), (0, 10), False),
        ((10, None), (10, None), False),
        ((10, 20), (5, 25), False),
    ],
)
def test_days_do_not_overlap(
    office: Office,
    writer: By,
    adopter: By,
    first: tuple[int, int | None],
    second: tuple[int, int | None],
    fits: bool,
) -> None:
    adopted(office, dated(*first), writer, adopter)

    if fits:
        adopted(office, dated(*second), writer, adopter)
    else:
        with pytest.raises(tariff_books.NotAdoptable, match="tumpang-tindih"):
            adopted(office, dated(*second), writer, adopter)


def test_a_day_that_went_by_while_it_waited_is_refused(
    office: Office, writer: By, adopter: By
) -> None:
    version = proposed(office, dated(0), writer)

    with pytest.raises(tariff_books.NotAdoptable, match="sudah lewat"):
        tariff_books.adopt_book(version, by=adopter, at=NOW + timedelta(days=1))


def test_two_that_wait_for_the_same_days_are_not_both_adopted(
    office: Office, writer: By, adopter: By
) -> None:
    one, other = (proposed(office, dated(3), writer) for _ in range(2))
    tariff_books.adopt_book(one, by=adopter, at=NOW)

    with pytest.raises(tariff_books.NotAdoptable):
        tariff_books.adopt_book(other, by=adopter, at=NOW)


def test_who_wrote_it_does_not_adopt_what_another_proposed(
    office: Office, writer: By, adopter: By
) -> None:
    version = tariff_books.draft_book(office, dated(0), by=writer, at=NOW)
    tariff_books.propose_book(version, by=adopter, at=NOW)

    for person in (writer, adopter):
        with pytest.raises(tariff_books.AnotherMustAdopt):
            tariff_books.adopt_book(version, by=person, at=NOW)


def test_an_adopted_book_is_never_edited(office: Office, writer: By, adopter: By) -> None:
    version = adopted(office, dated(0), writer, adopter)

    with pytest.raises(tariff_books.NotADraft):
        tariff_books.edit_book(version, dated(1), by=writer, at=NOW)
    with pytest.raises(tariff_books.NotADraft):
        tariff_books.return_book(version, reason="x", by=adopter, at=NOW)
    with pytest.raises(tariff_books.NotADraft):
        tariff_books.discard_book(version, by=writer, at=NOW)
    for change in ({"effective_to": TODAY}, {"record": {}}, {"adopted_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            TariffVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        TariffVersion.objects.filter(pk=version.pk)._raw_delete("default")


def test_an_edit_over_anothers_is_refused(office: Office, writer: By, adopter: By) -> None:
    version = tariff_books.draft_book(office, dated(0), by=writer, at=NOW)
    stale = TariffVersion.objects.get(pk=version.pk)
    tariff_books.edit_book(version, dated(1), by=writer, at=NOW)

    with pytest.raises(ChangedMeanwhile):
        tariff_books.edit_book(stale, dated(2), by=adopter, at=NOW)


def test_versions_are_numbered_and_everything_is_in_the_trail(
    office: Office, writer: By, adopter: By
) -> None:
    discarded = tariff_books.draft_book(office, dated(0), by=writer, at=NOW)
    tariff_books.discard_book(discarded, by=writer, at=NOW)
    version = proposed(office, dated(0), writer)
    tariff_books.return_book(version, reason="salah", by=adopter, at=NOW)
    tariff_books.edit_book(version, dated(1), by=writer, at=NOW)
    tariff_books.propose_book(version, by=writer, at=NOW)
    tariff_books.adopt_book(version, by=adopter, at=NOW)

    assert str(version) == "PP-13-2024 v2"
    assert list(Event.objects.order_by("id").values_list("action", flat=True)) == [
        "draft_tariff_book",
        "discard_tariff_book",
        "draft_tariff_book",
        "propose_tariff_book",
        "return_tariff_book",
        "edit_tariff_book",
        "propose_tariff_book",
        "adopt_tariff_book",
    ]
