"""How an administrator writes a question of the guest book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.counter.guestbook import CONTACT, LONGEST, NEVER_LEFT_OUT, Option, Question
from loket.rules.wording import Text
from loket.web.forms import PageForm

LONGEST_VALUE = 32
MOST_OPTIONS = 40
FEWEST_OPTIONS = 2
VALUE = re.compile(r"[a-z0-9_-]{1,32}")
Lines = list[tuple[str, str, str]]  # value, Indonesian, English


class QuestionForm(PageForm):
    """One question in both languages, with its choices one to a line."""

    label_id = forms.CharField(label=gettext_lazy("Pertanyaan"), max_length=120)
    label_en = forms.CharField(label=gettext_lazy("Dalam bahasa Inggris"), max_length=120)
    is_asked = forms.BooleanField(label=gettext_lazy("Ditanyakan"), required=False)
    is_required = forms.BooleanField(label=gettext_lazy("Wajib diisi"), required=False)
    options = forms.CharField(
        label=gettext_lazy("Pilihan jawaban"),
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy(
            "Satu pilihan tiap baris: kode | Indonesia | Inggris, misalnya "
            "student | Pelajar atau mahasiswa | Student. Kode boleh dikosongkan pada pilihan "
            "baru. Tanpa pilihan, tamu menulis jawabannya sendiri."
        ),
    )
    longest = forms.IntegerField(
        label=gettext_lazy("Paling banyak huruf (jawaban bebas)"),
        min_value=1,
        max_value=LONGEST,
        initial=LONGEST,
    )

    def __init__(self, *args: Any, question: Question | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(question))
        super().__init__(*args, **kwargs)
        self._question = question
        if question and question.key in CONTACT:
            del self.fields["options"], self.fields["longest"]
        if question and question.key == NEVER_LEFT_OUT:
            del self.fields["is_asked"], self.fields["is_required"]

    def clean_options(self) -> tuple[Option, ...]:
        """
        :raises ValidationError: if a line is unclear, or two choices are the same
        """
        lines = list(_lines(str(self.cleaned_data["options"])))
        values = [value for value, _id, _en in lines]
        if len(set(values)) != len(values) or len({id for _v, id, _en in lines}) != len(lines):
            raise ValidationError(
                _("Dua pilihan sama. Beri setiap pilihan kode dan kata sendiri.")
            )
        if lines and len(lines) < FEWEST_OPTIONS:
            raise ValidationError(_("Tulis sedikitnya dua pilihan, atau kosongkan semuanya."))
        if len(lines) > MOST_OPTIONS:
            raise ValidationError(_("Tulis paling banyak 40 pilihan."))
        return tuple(Option(value, Text(id, en)) for value, id, en in lines)

    def question(self, taken: Sequence[str]) -> Question:
        """
        Return the question as written.

        :param taken: keys of the other questions
        """
        given, before = self.cleaned_data, self._question
        named = before is not None and before.key == NEVER_LEFT_OUT
        return Question(
            key=before.key if before else _new_key(given["label_id"], taken),
            label=Text(given["label_id"], given["label_en"]),
            options=given.get("options", ()),
            is_required=named or given.get("is_required", False),
            longest=given.get("longest", before.longest if before else LONGEST),
            is_asked=named or given.get("is_asked", True),
        )


def _initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"is_asked": True, "longest": LONGEST}
    return {
        "label_id": question.label.id,
        "label_en": question.label.en,
        "is_asked": question.is_asked,
        "is_required": question.is_required,
        "options": "\n".join(
            f"{option.value} | {option.label.id} | {option.label.en}"
            for option in question.options
        ),
        "longest": question.longest,
    }


def _lines(typed: str) -> Iterator[tuple[str, str, str]]:
    """
    :raises ValidationError: naming the first line that is unclear
    """
    for number, line in enumerate(typed.splitlines(), 1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split("|")]
        if len(parts) == 2:  # noqa: PLR2004  (without a code)
            parts.insert(0, "")
        if len(parts) != 3 or not parts[1] or not parts[2]:  # noqa: PLR2004
            raise ValidationError(
                _("Baris %(n)s belum jelas. Tulis: kode | Indonesia | Inggris.") % {"n": number}
            )
        value = parts[0] or slugify(parts[2])[:LONGEST_VALUE]
        if not VALUE.fullmatch(value) or max(len(parts[1]), len(parts[2])) > LONGEST:
            raise ValidationError(
                _(
                    "Baris %(n)s: kode terdiri atas huruf kecil, angka, garis bawah, atau tanda "
                    "hubung, paling banyak 32; kata-katanya paling banyak 160 huruf."
                )
                % {"n": number}
            )
        yield value, parts[1], parts[2]


def _new_key(label: str, taken: Sequence[str]) -> str:
    stem = slugify(label).replace("-", "_")[:24] or "pertanyaan"
    candidates = [stem, *(f"{stem}_{n}" for n in range(2, 100))]
    # The forms of kiosk and desk have fields of their own beside the questions.
    reserved = {"consent", "also", "priority_reason", "service", "guest_language", "reason"}
    reserved |= {"printed", "day", "arrived", "called", "started", "finished", "counter", "token"}
    return next(key for key in candidates if key not in taken and key not in reserved)
