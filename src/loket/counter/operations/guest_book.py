"""What the guest book asks from now on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from loket.counter import moving
from loket.counter.guestbook import NEVER_LEFT_OUT, Question, as_data, book_of, edition_of
from loket.counter.models import GuestBookEdition
from loket.counter.refusals import GuestBookChanged, GuestBookRefused
from loket.counter.turn import in_turn
from loket.ledger import trail
from loket.ledger.context import By
from loket.people.models import Office

MOST_QUESTIONS = 40
FEWEST_OPTIONS = 2


@in_turn
def change_guest_book(
    *, office: Office, questions: Sequence[Question], based_on: int, by: By, at: datetime
) -> GuestBookEdition:
    """
    Let the guest book ask these questions, in this order, from now on.

    Visits of before keep the questions they were asked.

    :param questions: all of them, also those no longer asked
    :param based_on: number of the edition that was changed, 0 for the questions shipped
    :raises GuestBookChanged: if there is a newer one
    :raises GuestBookRefused: if the name is not asked, two questions share a key, or a list of
        choices has fewer than two different ones
    """
    moving.begin(office, by)
    latest = edition_of(office)
    number = latest.number if latest else 0
    if number != based_on:
        raise GuestBookChanged
    if not _may_stand(questions):
        raise GuestBookRefused
    changed = _changed(book_of(latest), questions)
    edition = GuestBookEdition.objects.create(
        office=office,
        number=number + 1,
        questions=[as_data(question) for question in questions],
        changed=changed,
        adopted_by_id=by.person,
        adopted_at=at,
    )
    trail.record(
        "change_guest_book",
        subject=f"office:{office.code}",
        by=by,
        at=at,
        payload={"edition": edition.number, "changed": changed},
    )
    return edition


def _may_stand(questions: Sequence[Question]) -> bool:
    keys = {question.key for question in questions}
    name = next((q for q in questions if q.key == NEVER_LEFT_OUT), None)
    if name is None or not (name.is_asked and name.is_required):
        return False
    return len(keys) == len(questions) <= MOST_QUESTIONS and all(map(_is_clear, questions))


def _is_clear(question: Question) -> bool:
    values = {option.value for option in question.options}
    if question.options and len(values) < FEWEST_OPTIONS:
        return False
    return bool(question.key and question.label.id and question.label.en) and len(values) == len(
        question.options
    )


def _changed(before: Sequence[Question], after: Sequence[Question]) -> list[str]:
    old = {question.key: question for question in before}
    different = [question.key for question in after if old.get(question.key) != question]
    gone = [key for key in old if key not in {question.key for question in after}]
    moved = [question.key for question in before] != [question.key for question in after]
    return different + gone or (["order"] if moved else [])
