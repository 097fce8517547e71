"""The guest book, for an administrator …"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.browsing import Browser, Page
from tests.counter.counters import NINE, Counter

from loket.counter import operations, queries
from loket.counter.guestbook import Entry, questions_of
from loket.counter.models import GuestBookEdition
from loket.ledger.models import Event


def change(admin: Browser, counter: Counter, key: str, **fields: object) -> Page:
    page = admin.open("administration:question", counter.office.code, key)
    return admin.submit(page, **fields)


def test_shows_the_questions_in_order_with_a_preview_in_both_languages(
    admin_of_counter: Browser, counter: Counter
) -> None:
    page = admin_of_counter.open("administration:guest_book", counter.office.code)
    assert page.has("Nama lengkap")
    assert page.has("Masih pertanyaan bawaan")
    assert "Highest education" in page.document.xpath("string(//table)")
    assert not page.has("Upper secondary")

    english = admin_of_counter.open(
        "administration:guest_book", counter.office.code, pratinjau="en"
    )
    assert english.has("Upper secondary or below")


def test_asks_a_question_of_the_offices_own_from_then_on(
    admin_of_counter: Browser, counter: Counter
) -> None:
    page = change(
        admin_of_counter,
        counter,
        "baru",
        label_id="Tahu layanan ini dari mana?",
        label_en="How did you hear of us?",
        is_required="on",
        options="Teman | Friends\nmedia_sosial | Media sosial | Social media",
    )

    assert page.has("Buku tamu berlaku seperti ini mulai sekarang")
    asked = questions_of(counter.office)[-1]
    assert [option.value for option in asked.options] == ["friends", "media_sosial"]
    assert asked.is_required
    event = Event.objects.filter(action="change_guest_book").get()
    assert json.loads(event.payload)["changed"] == [asked.key]


def test_leaves_out_reorders_and_rewords(admin_of_counter: Browser, counter: Counter) -> None:
    change(admin_of_counter, counter, "education", is_asked=[])
    change(admin_of_counter, counter, "occupation", label_id="Pekerjaan utama")
    page = admin_of_counter.open("administration:guest_book", counter.office.code)
    admin_of_counter.press(
        page, "administration:move_question", counter.office.code, "purpose", arah="naik"
    )

    asked = {question.key: question for question in questions_of(counter.office)}
    assert "education" not in asked
    assert asked["occupation"].label.id == "Pekerjaan utama"
    assert list(asked)[-2:] == ["purpose", "occupation"]
    assert GuestBookEdition.objects.get(number=3).changed == ["order"]


def test_keeps_what_earlier_guests_were_asked(admin_of_counter: Browser, counter: Counter) -> None:
    change(admin_of_counter, counter, "occupation", label_id="Pekerjaan utama")
    entry = Entry(name="Siti", phone="+628123456789", answers={"occupation": "student"})
    (ticket,) = operations.check_in(
        office=counter.office,
        entry=entry,
        services=[counter.service()],
        origin="desk",
        by=counter.by(),
        at=NINE,
    )
    change(
        admin_of_counter,
        counter,
        "occupation",
        label_id="Anda bekerja sebagai",
        options="worker | Pekerja | Worker\nnone | Tidak bekerja | None",
    )

    (told,) = queries.visit_view(ticket.visit).answers
    assert (told[0].id, told[1]) == ("Pekerjaan utama", "Pelajar atau mahasiswa")
    later = queries.earlier_entry(
        counter.office, "08123456789", priority_reason="", at=NINE + timedelta(days=1)
    )
    assert later is not None
    assert "occupation" not in later.answers  # no longer a choice: the officer asks again


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("hanya satu", "Baris 1 belum jelas"),
        ("a | Satu | One", "sedikitnya dua pilihan"),
        ("a | Satu | One\na | Dua | Two", "Dua pilihan sama"),
        ("A B | Satu | One\nb | Dua | Two", "Baris 1: kode"),
        ("\n".join(f"v{n} | Pilihan {n} | Choice {n}" for n in range(41)), "paling banyak 40"),
    ],
)
def test_refuses_unclear_choices_in_words(
    admin_of_counter: Browser, counter: Counter, options: str, words: str
) -> None:
    page = change(admin_of_counter, counter, "occupation", options=options)

    assert page.status == 422
    assert page.has(words)
    assert not GuestBookEdition.objects.exists()


def test_always_asks_for_the_name(admin_of_counter: Browser, counter: Counter) -> None:
    change(admin_of_counter, counter, "name", label_id="Nama Anda")

    (name,) = [question for question in questions_of(counter.office) if question.key == "name"]
    assert (name.label.id, name.is_required) == ("Nama Anda", True)


def test_is_not_overwritten_by_who_saw_an_older_one(
    admin_of_counter: Browser, counter: Counter
) -> None:
    stale = admin_of_counter.open("administration:question", counter.office.code, "purpose")
    change(admin_of_counter, counter, "sex", is_required=[])

    page = admin_of_counter.submit(stale, label_id="Untuk apa?")

    assert page.has("baru saja diubah orang lain")
    assert page.has("Untuk apa?") or 'value="Untuk apa?"' in page.text
    assert GuestBookEdition.objects.count() == 1


def test_edition_is_never_changed_afterwards(admin_of_counter: Browser, counter: Counter) -> None:
    change(admin_of_counter, counter, "sex", is_required=[])
    with pytest.raises(IntegrityError), transaction.atomic():
        GuestBookEdition.objects.update(questions=[])


def test_finds_no_question_that_is_none(admin_of_counter: Browser, counter: Counter) -> None:
    page = admin_of_counter.open("administration:question", counter.office.code, "tidak-ada")

    assert page.status == 404
