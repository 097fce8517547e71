from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines
from django.utils import translation

from loket.process import CURRENT
from loket.process.derive import Milestone, Status
from loket.process.vocabulary import Text
from loket.web.templatetags import loket as tags

AT = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)


def draw(template: str, language: str = "id", **context: object) -> str:
    with translation.override(language):
        return str(engines["django"].from_string(template).render(context))


@pytest.mark.parametrize(
    ("template", "value", "indonesian", "english"),
    [
        ("{{ v|rupiah }}", 1250000, "Rp1.250.000", "Rp1,250,000"),
        ("{{ v|rupiah }}", 0, "Rp0", "Rp0"),
        ("{{ v|rupiah }}", None, "", ""),
        ("{{ v|tanggal }}", date(2026, 11, 24), "24 November 2026", "24 November 2026"),
        ("{{ v|tanggal }}", date(2026, 8, 1), "1 Agustus 2026", "1 August 2026"),
        (
            "{{ v|waktu }}",
            AT,
            "24 November 2026 pukul 09.05 WIB",
            "24 November 2026, 09:05 WIB",
        ),
        ("{{ v|pukul:'Asia/Jayapura' }}", AT, "pukul 11.05 WIT", "11:05 WIT"),
        ("{{ v|tanggal }}", AT.replace(hour=17), "25 November 2026", "25 November 2026"),
        ("{{ v|ukuran }}", 999, "999 B", "999 B"),
        ("{{ v|ukuran }}", 1_203_880_050, "1,2 GB", "1.2 GB"),
        ("{{ v|ukuran }}", 999_960, "1 MB", "1 MB"),
        ("{{ v|ukuran }}", 1000, "1 kB", "1 kB"),
        ("{{ v|angka }}", 1234567, "1.234.567", "1,234,567"),
        ("{{ v|lama }}", timedelta(seconds=45), "45 detik", None),
        ("{{ v|lama }}", timedelta(minutes=59, seconds=45), "1 jam", None),
        ("{{ v|lama }}", timedelta(minutes=65), "1 jam 5 menit", None),
        ("{{ v|lama }}", None, "–", "–"),
        ("{% text v %}", Text("Selesai", "Done"), "Selesai", "Done"),
        ("{{ v|teks }}", "<b>", "&lt;b&gt;", "&lt;b&gt;"),
        ("{{ v|mesin }}", AT, "2026-11-24T02:05:00+00:00", "2026-11-24T02:05:00+00:00"),
    ],
)
def test_values_are_written_as_the_language_writes_them(
    template: str, value: object, indonesian: str, english: str | None
) -> None:
    assert draw(template, v=value) == indonesian
    if english is not None:
        assert draw(template, "en", v=value) == english


def test_each_form_gets_its_own_key_and_the_token() -> None:
    html = draw("{% once %}{% once %}", csrf_token='a"b')

    keys = re.findall(r'name="once_key" value="([A-Za-z0-9_-]{32})"', html)
    assert len(set(keys)) == 2
    assert html.count('value="a&quot;b"') == 2


@pytest.mark.parametrize(
    ("here", "prefix", "marked"),
    [("/", "/", True), ("/kantor/", "/", False), ("/kantor/3304/", "/kantor/", True)],
)
def test_the_menu_marks_where_one_is(here: str, prefix: str, marked: bool) -> None:
    request = type("R", (), {"path": here})()

    assert bool(draw("{% current p %}", request=request, p=prefix)) is marked


def test_progress_says_in_words_what_colours_show() -> None:
    milestones = [
        Milestone("1", Text("Ajukan", "Submit"), Status.DONE),
        Milestone("2", Text("Periksa", "Check"), Status.NOW),
        Milestone("3", Text("Bayar", "Pay"), Status.LATER),
    ]

    html = draw('{% include "components/progress.html" %}', milestones=milestones)

    assert html.index("Ajukan") < html.index("Selesai") < html.index("Periksa")
    assert html.count('aria-current="step"') == 1
    assert "Sedang berjalan" in html
    assert "Berikutnya" in html


def test_the_zone_falls_back_to_western_time() -> None:
    with translation.override("id"):
        assert tags.waktu(AT, "UTC").endswith("WIB")


def test_every_published_step_can_be_written_in_both_languages() -> None:
    for process in CURRENT.values():
        for step in process.steps:
            assert draw("{% text s %}", s=step.text) != draw("{% text s %}", "en", s=step.text)
