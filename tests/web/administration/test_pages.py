from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.browsing import Browser
from tests.payments import made, people

from loket.counter.models import Kiosk, Notice, OfferedService, ServiceCounter
from loket.ledger import outbox
from loket.ledger.models import Event, Message
from loket.people.models import Assignment, Office, OfficeChange, Role, User
from loket.web.templatetags.loket import new_key

PAGES = [
    "office",
    "roles",
    "data",
    "hours",
    "counters",
    "policies",
    "guest_book",
    "institutions",
    "products",
    "outbox",
    "trail",
]
POSTS = [
    "propose",
    "set_special_day",
    "prepare",
    "enrol_kiosk",
    "announce",
    "policy",
    "offer",
    "verify",
]


def address(office: Office, name: str) -> str:
    return reverse(f"administration:{name}", args=[office.code])


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_ones_own_office_only(
    admin: Browser, office: Office, name: str, log_in: Callable[..., Client]
) -> None:
    other = people.office("3303")
    officer = people.person("petugas@example.org", "Sri", Role.OFFICER, office)
    assert admin.open(f"administration:{name}", office.code).status == 200
    assert admin.open(f"administration:{name}", other.code).status == 404
    assert admin.open(f"administration:{name}", "xxxx").status == 404
    assert Browser(log_in(officer)).open(f"administration:{name}", office.code).status == 404
    stranger = Client().get(reverse(f"administration:{name}", args=[office.code]))
    assert stranger.status_code == 302


@pytest.mark.parametrize("name", POSTS)
def test_writes_are_posted_and_to_ones_own_office(
    admin: Browser, office: Office, name: str
) -> None:
    other = people.office("3303")
    assert admin.client.get(address(office, name)).status_code == 405
    elsewhere = reverse(f"administration:{name}", args=[other.code])
    assert admin.client.post(elsewhere, {"once_key": new_key()}).status_code == 404


def test_home_leads_to_the_office(admin: Browser, office: Office) -> None:
    assert admin.open("administration:home").url == reverse(
        "administration:office", args=[office.code]
    )


def test_roles_are_given_and_ended(admin: Browser, office: Office) -> None:
    person = people.person("baru@example.org", "Budi")
    page = admin.submit(
        admin.open("administration:roles", office.code),
        "",
        email=" BARU@example.org ",
        role="treasurer",
        nip="198109052005011003",
    )
    assert page.has("Peran diberikan")
    held = Assignment.objects.get(user=person)
    assert (held.role, held.office) == (Role.TREASURER, office)
    assert User.objects.get(pk=person.pk).nip == "198109052005011003"
    page = admin.press(page, "administration:end_role", office.code, held.pk)
    held.refresh_from_db()
    assert held.ended_at
    assert Event.objects.filter(office="3304", action__in=["grant_role", "end_role"]).count() == 2


@pytest.mark.parametrize(
    "given",
    [
        {"email": "admin@example.org", "role": "treasurer"},  # to oneself
        {"email": "tidak-ada@example.org", "role": "officer"},
        {"email": "bukan alamat", "role": "officer"},
        {"email": "baru@example.org", "role": "system_admin"},
        {"email": "baru@example.org", "role": "officer", "nip": "123"},
    ],
)
def test_roles_that_are_not_given(admin: Browser, office: Office, given: dict[str, str]) -> None:
    people.person("baru@example.org", "Budi")
    before = Assignment.objects.count()
    page = admin.submit(admin.open("administration:roles", office.code), "", **given)
    assert page.status == 422
    assert Assignment.objects.count() == before


def test_nobody_ends_their_own_role(admin: Browser, office: Office, admin_person: User) -> None:
    own = Assignment.objects.get(user=admin_person)
    end = reverse("administration:end_role", args=[office.code, own.pk])
    assert admin.client.post(end, {"once_key": new_key()}).status_code == 409
    own.refresh_from_db()
    assert own.ended_at is None


def test_the_bank_account_is_changed_by_two_people(
    admin: Browser, system_admin: Browser, office: Office
) -> None:
    page = admin.open("administration:data", office.code)
    page = admin.press(
        page, "administration:propose", office.code, bank_name="Bank Lain", bank_account_number="1"
    )
    change = OfficeChange.objects.get()
    assert Office.objects.get(pk=office.pk).bank_name == ""
    decide = reverse("administration:decide", args=[office.code, change.pk])
    own = admin.client.post(decide, {"once_key": new_key(), "decision": "accept"})
    assert own.status_code == 409
    page = system_admin.open("administration:data", office.code)
    assert page.has("Bank Lain")
    system_admin.client.post(decide, {"once_key": new_key(), "decision": "accept"})
    assert Office.objects.get(pk=office.pk).bank_name == "Bank Lain"


def test_data_of_the_office(admin: Browser, office: Office) -> None:
    page = admin.open("administration:data", office.code)
    page = admin.submit(page, address(office, "data"), name="BPS Baru", phone="0286")
    assert page.status == 200
    assert Office.objects.get(pk=office.pk).name == "BPS Baru"
    page = admin.press(page, "administration:data", office.code, satker="12")
    assert page.status == 422
    # Not even a crafted form takes the office out of service or changes its account.
    admin.press(
        admin.open("administration:data", office.code),
        "administration:data",
        office.code,
        bank_name="Curang",
        tariff_book="PP-7-2015",
    )
    office.refresh_from_db()
    assert (office.bank_name, office.tariff_book, office.is_active) == ("", "PP-13-2024", True)


def test_hours_and_special_days(admin: Browser, office: Office) -> None:
    page = admin.open("administration:hours", office.code)
    page = admin.press(
        page,
        "administration:hours",
        office.code,
        opens_0="08:00",
        closes_0="15:30",
        break_starts_0="12:00",
        break_ends_0="13:00",
    )
    assert page.status == 200
    hours = office.opening_hours.get()
    assert (hours.weekday, hours.opens.hour, hours.closes.minute) == (0, 8, 30)
    for wrong in (
        {"closes_0": ""},
        {"opens_0": "16:00"},
        {"break_ends_0": "11:00"},
        {"break_ends_0": ""},
        {"opens_1": "pagi", "closes_1": "15:00"},
        {"break_starts_2": "10:00", "break_ends_2": "11:00"},
    ):
        page = admin.press(
            admin.open("administration:hours", office.code),
            "administration:hours",
            office.code,
            **wrong,
        )
        assert page.status == 422, wrong
    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    page = admin.open("administration:hours", office.code)
    page = admin.press(
        page,
        "administration:set_special_day",
        office.code,
        day=day,
        is_open="0",
        reason="Pindah gedung",
    )
    assert page.has("Pindah gedung")
    special = office.special_days.get()
    admin.press(page, "administration:drop_special_day", office.code, special.pk)
    assert not office.special_days.exists()


def test_counters(admin: Browser, office: Office) -> None:
    page = admin.open("administration:counters", office.code)
    page = admin.press(page, "administration:prepare", office.code, desks="2")
    desk = ServiceCounter.objects.get(office=office, number=2)
    service = OfferedService.objects.filter(office=office).first()
    assert service is not None
    page = admin.press(
        page, "administration:desk", office.code, desk.pk, services=[str(service.pk)]
    )
    assert list(desk.services.all()) == [service]
    page = admin.press(
        page, "administration:service", office.code, service.pk, promise_minutes="7"
    )
    service.refresh_from_db()
    assert service.promise_minutes == 7
    page = admin.press(
        page, "administration:service", office.code, service.pk, promise_minutes="0"
    )
    assert page.status == 422
    page = admin.open("administration:counters", office.code)
    page = admin.submit(page, address(office, "enrol_kiosk"), name="Pintu depan")
    kiosk = Kiosk.objects.get()
    assert page.has("Kode hanya tampil sekali")
    page = admin.press(page, "administration:announce", office.code, text_id="Tutup lebih awal")
    notice = Notice.objects.get()
    page = admin.press(page, "administration:end_notice", office.code, notice.pk)
    page = admin.press(page, "administration:revoke_kiosk", office.code, kiosk.pk)
    kiosk.refresh_from_db()
    assert kiosk.revoked_at


def test_products(admin: Browser, office: Office) -> None:
    product = made.product(office)
    page = admin.open("administration:products", office.code)
    source = f"layer-{product.layer_id}"
    page = admin.press(page, "administration:offer", office.code, source=source, code="peta-baru")
    assert page.has("peta-baru")
    for wrong in ({"code": "Peta"}, {"code": "peta-baru"}, {"source": "layer-0"}):
        page = admin.press(
            admin.open("administration:products", office.code),
            "administration:offer",
            office.code,
            **{"source": source, "code": "peta-lain", **wrong},
        )
        assert page.status == 422, wrong
    page = admin.open("administration:products", office.code)
    page = admin.press(page, "administration:withdraw", office.code, "peta-baru", because="Lama")
    assert page.has("Tidak dijual")


def test_dead_letters_are_tried_again(admin: Browser, office: Office) -> None:
    at = timezone.now()
    with transaction.atomic():
        for code in (office.code, "3303"):
            outbox.post("mail", "x", office=code, subject=f"order:{code}", at=at, dedupe_key=code)
    for message in Message.objects.all():
        outbox.bury(message, "Rejected", at)
    page = admin.open("administration:outbox", office.code)
    own, other = (Message.objects.get(office=code) for code in (office.code, "3303"))
    assert "order:3303" not in page.text
    admin.press(page, "administration:retry", office.code, own.pk)
    own.refresh_from_db()
    assert own.dead_at is None
    again = reverse("administration:retry", args=[office.code, other.pk])
    assert admin.client.post(again, {"once_key": new_key()}).status_code == 404


def test_the_trail_is_shown_and_checked(admin: Browser, office: Office) -> None:
    admin.press(
        admin.open("administration:data", office.code),
        "administration:data",
        office.code,
        phone="1",
    )
    page = admin.open("administration:trail", office.code, tindakan="change_office")
    assert page.has("change_office")
    page = admin.press(page, "administration:verify", office.code)
    assert page.has("Rantai utuh")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER ledger_event_no_update")
            cursor.execute("UPDATE ledger_event SET payload = '{}' WHERE action = 'change_office'")
        page = admin.press(page, "administration:verify", office.code)
        assert page.has("Rantai tidak utuh")


def test_the_system_administrator_opens_offices(system_admin: Browser) -> None:
    page = system_admin.open("administration:open_office")
    given: dict[str, Any] = {
        "code": "3305",
        "name": "BPS Kabupaten Kebumen",
        "city": "Kebumen",
        "address": "Jl. Contoh",
        "email": "bps3305@example.org",
    }
    for wrong in ({"code": "33"}, {"email": "x"}, {"name": ""}):
        assert system_admin.submit(page, "", **{**given, **wrong}).status == 422
    page = system_admin.submit(system_admin.open("administration:open_office"), "", **given)
    made_one = Office.objects.get(code="3305")
    assert made_one.opening_hours.count() == 5
    assert page.url == reverse("administration:roles", args=["3305"])
    again = system_admin.submit(system_admin.open("administration:open_office"), "", **given)
    assert again.status == 422
    assert again.has("sudah ada")
    assert system_admin.open("administration:home").has("Kebumen")


def test_an_office_administrator_opens_none(admin: Browser) -> None:
    assert admin.open("administration:open_office").status == 404
