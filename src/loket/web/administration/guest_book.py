"""What the office's guest book asks: seen as guests see it, changed one question at a time."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.counter import operations
from loket.counter.access import guest_books_of
from loket.counter.guestbook import Question, book_of, edition_of
from loket.counter.operations import CounterRefusal
from loket.people.models import Office, Role
from loket.web.access import staff
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.guest_book_forms import QuestionForm
from loket.web.administration.pages import page
from loket.web.guest_book import GuestBookFields

NEW = "baru"
MOST_EDITIONS = 20


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def guest_book(request: HttpRequest, code: str) -> HttpResponse:
    office = office_for(request, code)
    edition = edition_of(office)
    questions = book_of(edition)
    wanted = "en" if request.GET.get("pratinjau") == "en" else "id"
    with translation.override(wanted):
        preview = GuestBookFields(
            questions=[question for question in questions if question.is_asked],
            auto_id="pratinjau_%s",
        )
        drawn = str(preview)
    context = {
        "questions": questions,
        "number": edition.number if edition else 0,
        "preview": drawn,
        "preview_language": wanted,
        "editions": guest_books_of(office)[:MOST_EDITIONS],
    }
    return page(request, "guest_book", office, context)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Write one question; the key `baru` adds one at the end."""
    office = office_for(request, code)
    edition = edition_of(office)
    questions = book_of(edition)
    before = next((one for one in questions if one.key == key), None)
    if before is None and key != NEW:
        raise Http404
    form = QuestionForm(request.POST or None, question=before)
    if request.method == "POST" and form.is_valid():
        others = [one.key for one in questions if one is not before]
        after = form.question(others)
        changed = [after if one is before else one for one in questions]
        changed += [after] if before is None else []
        if _put(request, office, changed):
            messages.success(request, _("Buku tamu berlaku seperti ini mulai sekarang."))
            return redirect("administration:guest_book", office.code)
    context = {
        "question_form": form,
        "question": before,
        "number": edition.number if edition else 0,
    }
    return page(request, "question", office, context, wrong=form if form.errors else None)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def move_question(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put a question one place up, or with `arah=turun` down."""
    office = office_for(request, code)
    questions = book_of(edition_of(office))
    place = next((n for n, one in enumerate(questions) if one.key == key), None)
    if place is None:
        raise Http404
    other = place + (1 if request.POST.get("arah") == "turun" else -1)
    if 0 <= other < len(questions):
        questions[place], questions[other] = questions[other], questions[place]
        _put(request, office, questions)
    return redirect("administration:guest_book", office.code)


def _put(request: HttpRequest, office: Office, questions: Sequence[Question]) -> bool:
    typed = request.POST.get("edisi", "")
    try:
        operations.change_guest_book(
            office=office,
            questions=questions,
            based_on=int(typed) if typed.isascii() and typed.isdigit() else -1,
            by=by_for(request, office),
            at=timezone.now(),
        )
    except CounterRefusal as refusal:
        messages.error(request, str(refusal.message))
        return False
    return True
