from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.conftest import MakeOffice, MakePerson

from loket import wiring
from loket.documents.models import Document
from loket.ledger.models import Checkpoint
from loket.people.models import Office, SpecialDay
from loket.process import CURRENT
from loket.web.public.hours import hours_of
from loket.web.service_figures import month_of

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/cara-membeli/",
    "/standar-pelayanan/",
    "/maklumat-pelayanan/",
    "/kantor/",
    "/pengaduan/",
    "/periksa/",
    "/jejak/",
    "/privasi/",
    "/aksesibilitas/",
]
OFFICE_PAGES = ["/kantor/3304/", "/standar-pelayanan/3304/", "/catatan-pelayanan/3304/"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_are_open_to_everybody_even_before_there_is_an_office(
    client: Client, page: str, language: str
) -> None:
    answer = client.get(page, headers={"Accept-Language": language})

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1>") == 1


@pytest.mark.parametrize("page", [*PAGES, *OFFICE_PAGES])
def test_work_with_an_office_and_refuse_to_be_posted_to(
    client: Client, office: Office, page: str, key: str
) -> None:
    assert client.get(page).status_code == 200
    assert client.post(page, {"once_key": key}).status_code == 405


@pytest.mark.parametrize("page", OFFICE_PAGES)
def test_of_an_unknown_or_closed_office_are_absent(
    client: Client, make_office: MakeOffice, page: str
) -> None:
    make_office("9999", is_active=False)

    assert client.get(page.replace("3304", "9999")).status_code == 404
    assert client.get(page.replace("3304", "'\";--")).status_code == 404


def test_the_first_page_says_what_it_costs_and_when_the_office_is_open(
    client: Client, office: Office
) -> None:
    html = client.get("/").content.decode()

    assert "Rp20.000 sampai dengan 1 MB pertama" in html
    assert "Rp70.000 per peta" in html
    assert "Senin–Kamis: 08.00–12.00 dan 13.00–15.30 WIB" in html
    assert "Sabtu–Minggu: tutup" in html


def test_the_standard_lists_every_step_of_both_channels_and_the_fourteen_components(
    client: Client, office: Office
) -> None:
    answer = client.get("/standar-pelayanan/3304/")

    html = answer.content.decode()
    for process in CURRENT.values():
        for step in process.steps:
            assert step.text.id in html
    numbers = [c.number for group in answer.context["groups"] for c in group.components]
    assert numbers == list(range(1, 15))


def test_the_standard_counts_the_staff_and_knows_how_the_office_takes_money(
    client: Client, make_office: MakeOffice, make_person: MakePerson
) -> None:
    office = make_office(takes_cash=False, tariff_book="PP-7-2015")
    make_person(roles={"officer": office, "treasurer": office})

    html = client.get("/standar-pelayanan/3304/").content.decode()

    assert "Petugas layanan: 1 orang" in html
    assert "kantor ini tidak menerima tunai" in html
    assert "Nomor 7 Tahun 2015" in html
    assert "Ditetapkan oleh kantor" in html


def test_closures_of_the_coming_weeks_are_announced(office: Office) -> None:
    at = timezone.datetime(2026, 11, 23, 3, tzinfo=timezone.get_default_timezone())
    SpecialDay.objects.create(office=office, day=date(2026, 12, 1), reason="Rapat kerja")

    closures = hours_of(office, at).closures

    assert (date(2026, 12, 1), "Rapat kerja") in [(c.day, c.reason.id) for c in closures]
    assert date(2026, 12, 25) in [c.day for c in closures]


def paper(**columns: object) -> Document:
    return Document.objects.create(
        **{
            "kind": "kuitansi",
            "number": "0007/KW/3304/2026",
            "office": "3304",
            "subject": "order:x",
            "language": "id",
            "data": {"payer": "Sri Rahayu", "npwp": "0012345678901000"},
            "template_version": "1",
            "sha256": "0" * 64,
            "size": 1,
            "code": "ABCD2345EFGH6789",
            "issued_at": timezone.now(),
            **columns,
        }
    )


def test_a_paper_is_recognised_by_its_code_without_telling_whose_it_is(
    client: Client, office: Office
) -> None:
    paper()

    html = client.get("/periksa/ABCD2345EFGH6789/").content.decode()

    assert "0007/KW/3304/2026" in html
    assert "Kuitansi" in html
    assert "masih berlaku" in html
    assert "Sri" not in html
    assert "0012345678901000" not in html


def test_a_voided_paper_is_shown_as_voided(client: Client) -> None:
    paper(voided_at=timezone.now(), void_reason="salah nama Sri")

    html = client.get("/periksa/ABCD2345EFGH6789/").content.decode()

    assert "sudah dibatalkan" in html
    assert "salah nama" not in html


def test_a_code_may_be_typed_with_spaces_and_small_letters(client: Client) -> None:
    answer = client.get("/periksa/", {"kode": " abcd-2345 efgh 6789"})

    assert answer["Location"] == "/periksa/ABCD2345EFGH6789/"


@pytest.mark.parametrize("code", ["NONESUCH", "x" * 300, "<script>", "..%2F"])
def test_an_unknown_code_says_what_to_do(client: Client, code: str) -> None:
    answer = client.get(f"/periksa/{code}/")

    assert answer.status_code == 404
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", date(2026, 11, 1), date(2026, 11, 24)),
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 11, 1), date(2026, 11, 24)),
        ("0001-01", date(2026, 11, 1), date(2026, 11, 24)),
        ("2026-13", date(2026, 11, 1), date(2026, 11, 24)),
        ("٢٠٢٦-01", date(2026, 11, 1), date(2026, 11, 24)),
    ],
)
def test_the_record_is_of_one_month_up_to_today(typed: str, first: date, last: date) -> None:
    assert month_of(typed, date(2026, 11, 24)) == (first, last)


def test_checkpoints_are_given_as_they_were_signed(client: Client, office: Office) -> None:
    text = "loket/3304\n12\nq83v\n\n— loket AAAA\n"
    Checkpoint.objects.create(office="3304", size=12, root="ab" * 32, at=timezone.now(), text=text)

    page, note = client.get("/jejak/"), client.get("/jejak/3304/12/")

    assert 'href="/jejak/3304/12/"' in page.content.decode()
    assert note.content.decode() == text
    assert note["Content-Type"].startswith("text/plain")
    assert client.get("/jejak/3304/13/").status_code == 404
    assert client.get(f"/jejak/3304/{10**40}/").status_code == 404


def test_the_key_of_acceptance_checks_is_published(client: Client, office: Office) -> None:
    assert wiring.check_signer().public_key.hex() in client.get("/jejak/").content.decode()


def test_machines_find_where_to_report_and_what_not_to_index(client: Client) -> None:
    security = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:" in security
    assert "Expires: 20" in security
    assert "Disallow: /akun/" in client.get("/robots.txt").content.decode()


def test_the_record_of_the_only_office_is_shown_at_once(client: Client, office: Office) -> None:
    assert client.get("/catatan-pelayanan/")["Location"] == "/catatan-pelayanan/3304/"
