from __future__ import annotations

import json

import typst
from hypothesis import given
from hypothesis import strategies as st

from loket.documents.papers import printable as module
from loket.documents.papers.engine import STANDARDS, _fonts
from loket.documents.papers.printable import printable, printable_payload


def test_names_of_the_country_and_its_guests_stay_as_they_are() -> None:
    for name in ("Sari Rahayu", "François Müller", "Nguyễn Thị Ánh", "Łukasz Żółć", "Дмитрий"):
        assert printable(name) == name


def test_what_cannot_be_read_is_dropped_or_shown_as_a_box() -> None:
    assert printable("a\u202eb\x00c\u200bd\ufeff") == "abcd"
    assert printable("字😀\ue000") == "□□□"
    assert printable("a\u3000b\u00a0c\td\r\ne") == "a b c d\ne"
    assert printable("e\u0301") == "é"
    assert printable("\ud800") == ""


@given(st.text())
def test_printing_twice_changes_nothing(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_every_printable_character_is_in_the_typefaces() -> None:
    characters = [
        chr(code) for first, last in module._RANGES for code in range(first, last + 1)
    ] + sorted(module._SIGNS - {"\n"})
    source = b"""
        #set document(title: "x")
        #set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), lang: "id")
        #for character in json(bytes(sys.inputs.data)) [
          #character #strong(character) #emph(character)
          #text(font: "DejaVu Sans Mono", character)
          #text(weight: "semibold", character)
        ]
    """
    compiler = typst.Compiler(
        source,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(characters)},
    )

    assert compiler.compile(format="pdf", pdf_standards=STANDARDS)


def test_a_payload_is_printable_throughout() -> None:
    payload = {"a": ["x\u202ey", {"b": ("字", 5, None, True)}]}

    assert printable_payload(payload) == {"a": ["xy", {"b": ["□", 5, None, True]}]}
