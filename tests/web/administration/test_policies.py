"""The order of calling, for an administrator …"""

from __future__ import annotations

import time_machine
from django.urls import reverse
from tests.browsing import Browser
from tests.counter.counters import NINE, Counter

from loket.counter.models import PriorityPolicy


def post_address(counter: Counter) -> str:
    return reverse("administration:policy", args=[counter.office.code])


def test_is_replaced_and_the_old_one_stays_to_be_seen(
    admin_of_counter: Browser, counter: Counter
) -> None:
    page = admin_of_counter.open("administration:policies", counter.office.code)
    assert page.has("Kebijakan awal Berlaku")

    page = admin_of_counter.submit(
        page, post_address(counter), name="Lansia dahulu", priority_run="3"
    )

    assert page.has("berlaku mulai sekarang")
    assert page.has("Lansia dahulu Berlaku")
    assert page.has("Kebijakan awal")
    assert PriorityPolicy.objects.filter(office=counter.office).count() == 2


def test_is_not_replaced_by_rules_that_are_none(
    admin_of_counter: Browser, counter: Counter
) -> None:
    page = admin_of_counter.open("administration:policies", counter.office.code)

    page = admin_of_counter.submit(page, post_address(counter), name="Uji", priority_run="0")

    assert page.status == 422
    assert page.has("Ada yang perlu diperbaiki")
    assert PriorityPolicy.objects.filter(office=counter.office).count() == 1


def test_is_tried_on_a_past_day_first_and_then_offered_for_adoption(
    admin_of_counter: Browser, counter: Counter
) -> None:
    counter.ticket(NINE)
    counter.serve(NINE, NINE)
    with time_machine.travel(NINE, tick=False):
        page = admin_of_counter.open(
            "administration:policies",
            counter.office.code,
            day="2026-11-24",
            policy="usul",
            priority_run="7",
            ageing_minutes="0",
            cap_minutes="0",
        )

    assert page.has("Hasil 24 November 2026")
    (offered,) = page.document.xpath("//form[@method='post']//input[@name='priority_run']/@value")
    assert offered == "7"
    assert PriorityPolicy.objects.filter(office=counter.office).count() == 1
