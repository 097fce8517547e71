from __future__ import annotations

import pytest
from django import forms
from django.template.loader import render_to_string

from loket.web.forms import LONGEST_TEXT, PageForm


class Probe(PageForm):
    name = forms.CharField(label="Nama <lengkap>", help_text="Seperti pada KTP.", max_length=20)
    story = forms.CharField(label="Cerita", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Jenis", choices=[("a", "Satu"), ("b", "Dua")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Setuju")


GOOD = {"name": "Sri", "story": "baris satu\nbaris dua", "kind": "a", "agreed": "on"}


def test_takes_what_people_type() -> None:
    form = Probe(GOOD)

    assert form.is_valid()
    assert form.cleaned_data["story"] == "baris satu\nbaris dua"


@pytest.mark.parametrize("hostile", ["a\0b", "a\x07b", "a\nb", "a\r\nBcc: x@y.z", "\x1b[31m"])
def test_one_line_holds_no_control_characters(hostile: str) -> None:
    form = Probe({**GOOD, "name": f"x{hostile}y"})

    assert not form.is_valid()
    assert "name" in form.errors


@pytest.mark.parametrize("hostile", ["a\0b", "\x07", "\x9f"])
def test_no_text_holds_control_characters(hostile: str) -> None:
    assert "story" in Probe({**GOOD, "story": f"x{hostile}y"}).errors


@pytest.mark.parametrize(("length", "taken"), [(LONGEST_TEXT, True), (LONGEST_TEXT + 1, False)])
def test_every_text_has_a_limit(length: int, taken: bool) -> None:
    form = Probe({**GOOD, "story": "x" * length})

    assert form.is_valid() is taken
    assert f'maxlength="{LONGEST_TEXT}"' in str(form["story"])


def test_hint_and_error_are_tied_to_the_input() -> None:
    html = str(Probe({**GOOD, "name": ""})["name"].as_field_group())

    assert '<label for="id_name">Nama &lt;lengkap&gt;</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_are_a_group_with_a_legend() -> None:
    html = str(Probe(GOOD)["kind"].as_field_group())

    assert '<fieldset id="id_kind"' in html
    assert "<legend>Jenis</legend>" in html
    assert html.count('type="radio"') == 2


def test_the_summary_links_to_each_field_in_the_same_words() -> None:
    form = Probe({})
    html = render_to_string("components/errors.html", {"form": form})

    assert 'role="alert"' in html
    assert "autofocus" in html
    for name in ("name", "kind", "agreed"):
        target = form[name].id_for_label or form[name].auto_id
        assert f'<a href="#{target}">' in html
        assert f'id="{target}"' in str(form)


def test_without_errors_there_is_no_summary() -> None:
    assert not render_to_string("components/errors.html", {"form": Probe()}).strip()
