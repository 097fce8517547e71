"""Tariff books on the pages of administrators: written by one, adopted by another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.browsing import Browser, Page
from tests.payments import people

from loket.catalogue.models import TariffVersion
from loket.catalogue.tariffs import book_of
from loket.people.models import Office, Role
from loket.people.queries import local_day
from loket.rules.tariffs import Kind, TariffClass, quote_for
from loket.web.templatetags.loket import new_key


@pytest.fixture
def second_admin(office: Office, log_in: Callable[..., Client]) -> Browser:
    return Browser(
        log_in(people.person("kedua@example.org", "Siti Aminah", Role.OFFICE_ADMIN, office))
    )


def now() -> datetime:
    return datetime.now(UTC)


def today(office: Office) -> date:
    return local_day(office, now())


def drafted(admin: Browser, office: Office, source: str) -> TariffVersion:
    admin.submit(
        admin.open("administration:tariff_shipped", office.code, source),
        reverse("administration:draft_tariff", args=[office.code]),
    )
    return TariffVersion.objects.get()


def write_line(admin: Browser, version: TariffVersion, number: int, **fields: str) -> Page:
    page = admin.open("administration:tariff_line", version.office.code, version.pk, number)
    return admin.submit(page, **fields)


def write_day(admin: Browser, version: TariffVersion, **fields: str) -> Page:
    page = admin.open("administration:tariff", version.office.code, version.pk)
    return admin.press(
        page, "administration:edit_tariff", version.office.code, version.pk, **fields
    )


def press(browser: Browser, version: TariffVersion, name: str, **fields: str) -> Page:
    page = browser.open("administration:tariff", version.office.code, version.pk)
    arguments = (version.office.code, version.pk)
    return browser.press(page, f"administration:{name}", *arguments, **fields)


def test_the_old_regulation_is_entered_adopted_and_priced_by(
    admin: Browser, second_admin: Browser, office: Office
) -> None:
    version = drafted(admin, office, "PP-7-2015")
    page = admin.open("administration:tariff", office.code, version.pk)
    assert page.has("belum diisi")
    page = write_line(admin, version, 2, price_0="25.000", price_1="Rp30", price_2="15")
    assert page.has("Baris tarif disimpan.")
    page = write_day(admin, version, effective_from=today(office).isoformat(), confirmed="on")
    assert page.has("Rancangan disimpan.")
    page = press(admin, version, "propose_tariff")
    assert page.has("Administrator lain harus menetapkannya.")
    assert quote_before(office) == 20_000

    page = press(second_admin, version, "adopt_tariff")

    assert page.has("Buku tarif ditetapkan")
    version.refresh_from_db()
    assert version.stage == "adopted"
    book = book_of(office, now())
    assert (book.code, book.confirmed) == ("PP-7-2015", True)
    # 1 MB for 25,000, nine more at Rp30, one at Rp15 for each 1,000 bytes.
    assert priced(office, 11_000_000) == 25_000 + 270_000 + 15_000
    assert admin.open("administration:tariffs", office.code).has("Ditetapkan oleh Siti Aminah")


def quote_before(office: Office) -> int:
    return priced(office, 1_000_000)


def priced(office: Office, quantity: int) -> int:
    book = book_of(office, now())
    return quote_for(book, Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, quantity).total


def test_nobody_adopts_their_own(admin: Browser, office: Office) -> None:
    version = drafted(admin, office, "PP-13-2024")
    write_day(admin, version, effective_from=today(office).isoformat())
    press(admin, version, "propose_tariff")
    address = reverse("administration:adopt_tariff", args=[office.code, version.pk])

    answer = admin.client.post(address, {"once_key": new_key()}, follow=True)

    assert "Mintalah administrator lain" in answer.content.decode()
    version.refresh_from_db()
    assert version.stage == "proposed"


@pytest.mark.parametrize(
    ("days", "words"), [(None, "Tanggal mulai berlaku belum diisi"), (-1, "sudah lewat")]
)
def test_days_that_cannot_be(admin: Browser, office: Office, days: int | None, words: str) -> None:
    version = drafted(admin, office, "PP-13-2024")
    if days is not None:
        day = today(office) + timedelta(days=days)
        write_day(admin, version, effective_from=day.isoformat())

    page = press(admin, version, "propose_tariff")

    assert page.has(words)
    version.refresh_from_db()
    assert version.stage == "draft"


def test_a_book_without_amounts_is_not_proposed(admin: Browser, office: Office) -> None:
    version = drafted(admin, office, "PP-7-2015")
    write_day(admin, version, effective_from=today(office).isoformat())

    assert press(admin, version, "propose_tariff").has("Belum ada satu pun besaran")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"price_0": "sepuluh"}, "angka"),
        ({"upto_0": ""}, "interval terakhir"),
        ({"upto_0": "0"}, "di atas nol"),
        ({"per_1": ""}, "satuan"),
        ({"mode_0": "", "mode_1": ""}, "interval terakhir"),
    ],
)
def test_a_line_that_is_no_tariff_is_said_so_and_nothing_is_lost(
    admin: Browser, office: Office, wrong: dict[str, str], words: str
) -> None:
    version = drafted(admin, office, "PP-13-2024")

    page = write_line(admin, version, 2, label_id="Data mikro menurut lampiran", **wrong)

    assert page.status == 422
    assert page.has(words)
    assert page.document.xpath("//input[@value='Data mikro menurut lampiran']")
    version.refresh_from_db()
    assert version.revision == 0


def test_an_interval_may_be_added(admin: Browser, office: Office) -> None:
    version = drafted(admin, office, "PP-13-2024")

    write_line(
        admin,
        version,
        2,
        upto_1="10",
        in_mb_1="on",
        price_2="10",
        per_2="1.000",
        mode_2="pro_rata",
        rounding="up",
        mb_bytes="1048576",
    )

    version.refresh_from_db()
    line = version.record["lines"][1]
    assert [tier["upto"] for tier in line["tiers"]] == [1, 10, None]
    assert (line["rounding"], line["mb_bytes"]) == ("up", 1_048_576)


def test_a_proposed_book_is_given_back_with_the_reason(
    admin: Browser, second_admin: Browser, office: Office
) -> None:
    version = drafted(admin, office, "PP-13-2024")
    write_day(admin, version, effective_from=today(office).isoformat())
    press(admin, version, "propose_tariff")
    address = reverse("administration:tariff_line", args=[office.code, version.pk, 1])
    assert admin.client.get(address).status_code == 404

    page = press(second_admin, version, "return_tariff", reason="Tarif peta salah ketik.")

    assert page.has("Tarif peta salah ketik.")
    assert admin.client.get(address).status_code == 200


def test_a_draft_is_put_away(admin: Browser, office: Office) -> None:
    version = drafted(admin, office, "PP-13-2024")

    page = press(admin, version, "discard_tariff")

    assert page.has("Rancangan dibuang.")
    assert admin.open("administration:tariff", office.code, version.pk).status == 404


def test_two_books_are_compared(admin: Browser, office: Office) -> None:
    version = drafted(admin, office, "PP-13-2024")
    write_line(admin, version, 2, price_0="21.000")

    page = admin.open(
        "administration:compare_tariffs", office.code, dari="PP-13-2024", ke=str(version.pk)
    )

    assert page.has("1 MB pertama: Rp20.000")
    assert page.has("1 MB pertama: Rp21.000")
    assert not page.has("Rp30.000")
    assert (
        admin.open("administration:compare_tariffs", office.code, dari="PP-13-2024", ke="x").status
        == 404
    )


def test_the_book_is_tried_before_it_is_adopted(admin: Browser, office: Office) -> None:
    version = drafted(admin, office, "PP-13-2024")
    write_line(admin, version, 2, price_0="21.000")

    page = admin.open(
        "administration:tariff",
        office.code,
        version.pk,
        line="microdata-without_processing",
        quantity="1,5",
        size="mb",
    )

    assert page.has("Rp31.000")  # 21,000 and 500,000 bytes at Rp20 for 1,000
    assert page.has("✗")
    assert page.has("Rp24.077.601")


def test_books_of_another_office_look_absent(
    admin: Browser, office: Office, log_in: Callable[..., Client]
) -> None:
    version = drafted(admin, office, "PP-13-2024")
    other = Office.objects.create(
        code="3305", name="BPS Lain", city="Lain", address="Jl. Lain", email="x@example.org"
    )
    stranger = Browser(log_in(people.person("lain@example.org", "Lain", Role.OFFICE_ADMIN, other)))

    assert stranger.open("administration:tariff", office.code, version.pk).status == 404
    assert stranger.open("administration:tariff", other.code, version.pk).status == 404
