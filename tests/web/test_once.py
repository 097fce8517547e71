from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client, RequestFactory
from tests.web.conftest import LogIn, MakePerson

from loket.ledger import idempotency
from loket.ledger.models import Answer, Event
from loket.web.middleware import once

pytestmark = [pytest.mark.urls("tests.web.probe_urls"), pytest.mark.django_db]


def test_a_form_sent_twice_has_one_effect_and_one_answer(client: Client, key: str) -> None:
    first = client.post("/probe/change/", {"once_key": key, "a": "1"})
    second = client.post("/probe/change/", {"once_key": key, "a": "1"})

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"] == "/probe/done/1/"
    assert Event.objects.count() == 1


def test_the_key_may_come_in_a_header(client: Client, key: str) -> None:
    for _ in range(2):
        client.post("/probe/change/", {"a": "1"}, headers={"Idempotency-Key": key})

    assert Event.objects.count() == 1


def test_the_csrf_token_is_no_part_of_the_content(client: Client, key: str) -> None:
    for token in ("one", "two"):
        client.post("/probe/change/", {"once_key": key, "csrfmiddlewaretoken": token})

    assert Event.objects.count() == 1


def test_the_same_key_with_other_content_is_refused(client: Client, key: str) -> None:
    client.post("/probe/change/", {"once_key": key, "a": "1"})

    answer = client.post("/probe/change/", {"once_key": key, "a": "2"})

    assert answer.status_code == 409
    assert Event.objects.count() == 1


def test_fresh_keys_have_effects_of_their_own(client: Client) -> None:
    for number in range(2):
        client.post("/probe/change/", {"once_key": f"a-key-of-its-own-{number}"})

    assert Event.objects.count() == 2


def test_two_people_may_happen_to_use_the_same_key(
    make_person: MakePerson, log_in: LogIn, key: str
) -> None:
    for email in ("sri@example.org", "budi@example.org"):
        log_in(make_person(email)).post("/probe/change/", {"once_key": key})

    assert Event.objects.count() == 2


@pytest.mark.parametrize("sent", ["", "short", "x" * 65, "with spaces in it, and more"])
def test_without_a_usable_key_nothing_happens_and_the_page_says_what_to_do(
    client: Client, sent: str
) -> None:
    answer = client.post("/probe/change/", {"once_key": sent} if sent else {})

    assert answer.status_code == 400
    assert "muat ulang" in answer.content.decode()
    assert not Event.objects.exists()


def test_views_that_say_so_need_no_key(client: Client) -> None:
    assert client.post("/probe/keyless/").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/probe/hook/").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/probe/keyless/").status_code == 403


def test_a_connection_that_died_before_the_answer_finds_it_done(
    client: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "WAIT_SECONDS", 0.0)
    client.post("/probe/change/", {"once_key": key})
    Answer.objects.update(status=None, location="")

    answer = client.post("/probe/change/", {"once_key": key})

    assert answer.status_code == 200
    assert "Sudah kami proses" in answer.content.decode()
    assert Event.objects.count() == 1


def test_a_twin_still_under_way_is_told_to_wait(
    client: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.post("/probe/twin/", {"once_key": key})

    assert answer.status_code == 409
    assert "sedang diproses" in answer.content.decode()


def test_a_twin_that_has_ended_gives_its_answer(client: Client, key: str) -> None:
    class Ended:
        calls = 0

    def earlier(work: object) -> idempotency.Given | None:
        Ended.calls += 1
        return None if Ended.calls == 1 else idempotency.Given(302, "/probe/done/7/")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(idempotency, "earlier_answer", earlier)
        answer = client.post("/probe/twin/", {"once_key": key})

    assert answer["Location"] == "/probe/done/7/"


def test_an_answer_that_cannot_be_kept_does_not_undo_the_change(
    client: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(idempotency, "remember", busy)

    answer = client.post("/probe/change/", {"once_key": key})

    assert answer.status_code == 302
    assert Event.objects.count() == 1


def test_each_event_carries_the_number_of_its_request(client: Client, key: str) -> None:
    answer = client.post("/probe/change/", {"once_key": key})

    assert Event.objects.get().request_id == answer["X-Request-ID"]


def test_files_are_part_of_the_content_and_stay_readable(rf: RequestFactory) -> None:
    def request(content: bytes) -> object:
        file = SimpleUploadedFile("a.pdf", content)
        return rf.post("/x/", {"once_key": "k", "file": file})

    same, again, other = request(b"%PDF"), request(b"%PDF"), request(b"%PDX")

    assert once.body_hash(same) == once.body_hash(again)  # type: ignore[arg-type]
    assert once.body_hash(same) != once.body_hash(other)  # type: ignore[arg-type]
    assert same.FILES["file"].read() == b"%PDF"  # type: ignore[attr-defined]


def test_values_cannot_be_shifted_between_fields(rf: RequestFactory) -> None:
    one = once.body_hash(rf.post("/x/", {"a": "1", "b": "2"}))
    two = once.body_hash(rf.post("/x/", {"a": "1b2", "b": ""}))

    assert one != two
    assert one != once.body_hash(rf.post("/y/", {"a": "1", "b": "2"}))
    assert once.body_hash(
        rf.post("/x/", BytesIO(b"{}").read(), content_type="application/json")
    ) != once.body_hash(rf.post("/x/", b"[]", content_type="application/json"))


def test_a_null_character_in_a_field_is_a_bad_request(client: Client, key: str) -> None:
    assert client.post("/probe/change/", {"once_key": key, "a": "\0"}).status_code == 400
