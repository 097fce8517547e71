"""The list of causes for a broken promise, for an administrator …"""

from __future__ import annotations

from tests.browsing import Browser
from tests.counter.counters import Counter

from loket.counter.access import causes_in
from loket.counter.models import CauseCode
from loket.ledger.models import Event


def test_is_added_to_reworded_and_shortened(admin_of_counter: Browser, counter: Counter) -> None:
    office = counter.office
    page = admin_of_counter.open("administration:cause", office.code, "baru")
    page = admin_of_counter.submit(page, label_id="Listrik padam", label_en="Power cut")
    assert page.has("Penyebab keterlambatan disimpan")
    assert page.has("Listrik padam")

    page = admin_of_counter.open("administration:cause", office.code, "power-cut")
    admin_of_counter.submit(page, label_id="Listrik mati")
    page = admin_of_counter.open("administration:cause", office.code, "other")
    admin_of_counter.submit(page, is_active=[])

    assert CauseCode.objects.get(code="power-cut").label_id == "Listrik mati"
    assert "other" not in set(causes_in(office).values_list("code", flat=True))
    assert Event.objects.filter(action="write_cause_code").count() == 3


def test_needs_words_in_both_languages(admin_of_counter: Browser, counter: Counter) -> None:
    page = admin_of_counter.open("administration:cause", counter.office.code, "baru")

    page = admin_of_counter.submit(page, label_id="Listrik padam", label_en="")

    assert page.status == 422
    assert page.has("Ada yang perlu diperbaiki")
    assert not CauseCode.objects.filter(label_id="Listrik padam").exists()


def test_finds_no_cause_that_is_none(admin_of_counter: Browser, counter: Counter) -> None:
    page = admin_of_counter.open("administration:cause", counter.office.code, "tidak-ada")

    assert page.status == 404
