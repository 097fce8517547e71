from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from loket.microdata.codebook import (
    Bilingual,
    Codebook,
    DataFile,
    Link,
    Missing,
    Part,
    Question,
    RegionPart,
    Study,
    ValueLabel,
    Variable,
    VariableGroup,
)
from loket.microdata.ddi.read import from_bytes, read_ddi
from loket.microdata.ddi.write import ddi_bytes
from loket.microdata.errors import UnreadableFile

CHARACTERS = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])
LINE = st.text(CHARACTERS, max_size=30).map(lambda s: " ".join(s.split()))
BOTH = st.builds(Bilingual, LINE, LINE)
NAME = st.text(string.ascii_letters, min_size=1, max_size=8)
NUMBER = st.one_of(st.integers(-9999, 9999), st.floats(-99, 99).filter(lambda f: f % 1 != 0))

WRITTEN = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("written.xsd"))))


@st.composite
def variables(draw: st.DrawFn, name: str) -> Variable:
    codes = draw(st.lists(NUMBER, max_size=4, unique=True))
    missing = Missing(
        tuple(draw(st.lists(NUMBER, max_size=2, unique=True))),
        draw(st.sampled_from([(), ((-5.0, float("inf")),), ((1.5, 2.5),)])),
    )
    missing = Missing(
        tuple(c for c in missing.codes if not Missing((), missing.ranges).covers(c)),
        missing.ranges,
    )
    return Variable(
        name=name,
        label=draw(BOTH),
        width=draw(st.integers(0, 20)),
        decimals=draw(st.integers(0, 9)),
        values=tuple(ValueLabel(c, draw(BOTH.filter(bool)), missing.covers(c)) for c in codes),
        missing=missing,
        measure=draw(st.sampled_from(["", "nominal", "ordinal", "scale"])),
        display_format=draw(st.sampled_from(["", "F8.2", "%9.0g"])),
        security=draw(st.sampled_from(["", "identifier", "sensitive", "key"])),
        universe=draw(LINE),
        question=Question(draw(LINE), draw(LINE), draw(LINE), draw(LINE)),
        concept=draw(LINE),
        notes=draw(LINE),
        tags=draw(st.sampled_from([(), (("a", Bilingual("tak ada")), ("z", Bilingual()))])),
    )


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    names = draw(st.lists(NAME, min_size=1, max_size=3, unique=True))
    first = DataFile(
        "rt",
        tuple(draw(variables(n)) for n in names),
        rows=draw(st.integers(0, 9_999)),
        keys=(names[0],),
        region=(RegionPart(names[0], 2),),
        label=draw(BOTH),
        parts=draw(st.sampled_from([(), (Part("rt_11_31", 3), Part("rt_32_36", 4))])),
        present=draw(st.booleans()),
    )
    second = DataFile("ind", (Variable(names[0]),), links=(Link("rt", (names[0],)),))
    group = VariableGroup("G1", draw(BOTH), (("rt", names[0]), ("ind", names[0])))
    study = Study(
        idno="id-1",
        title=Bilingual("Judul", draw(LINE)),
        alternate_title=draw(LINE),
        producers=("BPS",),
        abstract=draw(BOTH),
        version=draw(LINE),
        keywords=("a", "b"),
        citation=draw(LINE),
        notes=draw(LINE),
        collection_start="2024-03",
        universe=draw(LINE),
        sampling=draw(LINE),
        conditions=draw(LINE),
        distributor=draw(LINE),
    )
    return Codebook(study, (first, second), (group,))


@settings(max_examples=60, deadline=None)
@given(codebooks())
def test_gives_back_the_same_codebook_and_keeps_the_rules_of_the_schema(book: Codebook) -> None:
    document = ddi_bytes(book)

    assert from_bytes(document) == book
    WRITTEN.assertValid(etree.fromstring(document))


ANY_TEXT = st.text(max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(ANY_TEXT, min_size=8, max_size=8),
    ids=st.lists(st.one_of(ANY_TEXT, st.sampled_from(["V1", "F1", "1", "VG1"])), max_size=4),
)
def test_keeps_the_rules_of_the_schema_whatever_the_texts(
    texts: list[str], ids: list[str]
) -> None:
    """Dates in words, group ids that are no XML names or taken, control characters."""
    label = Bilingual(texts[0], texts[1])
    variable = Variable(
        "A", label=label, values=(ValueLabel(1, label),), notes=texts[2], display_format=texts[3]
    )
    other = Variable("B", "text", values=(ValueLabel(texts[5], label),), weighted_by="A")
    file = DataFile(texts[7], (variable, other), label=label, keys=("A",), notes=texts[6])
    groups = tuple(
        VariableGroup(id_, label, ((file.name, "A"), (file.name, "X")), groups=("VG1", "nihil"))
        for id_ in dict.fromkeys(ids)
    )
    study = Study(
        texts[4],
        label,
        collection_start=texts[5],
        production_date=texts[6],
        version=texts[1],
        version_date="Maret 2024",
    )

    document = etree.fromstring(ddi_bytes(Codebook(study, (file,), groups)))

    WRITTEN.assertValid(document)


def test_keeps_every_word_of_a_real_study(popstan: Path) -> None:
    book = read_ddi(popstan / "ihsn-popstan-mics-2000.xml")

    assert from_bytes(ddi_bytes(book)) == book
    WRITTEN.assertValid(etree.fromstring(ddi_bytes(book)))
    assert [len(f.variables) for f in book.files] == [46, 79, 101, 71]
    assert len(book.groups) == 18


@pytest.mark.parametrize(
    "namespace",
    ["http://www.icpsr.umich.edu/DDI", "ddi:codebook:2_5", "ddi:codebook:2_6", ""],
)
def test_reads_any_namespace_and_padded_text(namespace: str) -> None:
    document = f"""<codeBook xmlns="{namespace}" xml-lang="en">
      <stdyDscr><citation><titlStmt><titl>\n  A survey \n</titl>
      <IDNo>X</IDNo></titlStmt></citation>
      </stdyDscr>
      <fileDscr ID="F1"><fileTxt><fileName>a.NSDstat</fileName></fileTxt></fileDscr>
      <dataDscr><var ID="V1" name="Q1" files="F1"><labl> One </labl>
      <catgry missing="Y"><catValu> 9 </catValu><labl> NA </labl></catgry>
      <catgry missing="Y"><catValu>Sysmiss</catValu><labl>none</labl></catgry></var></dataDscr>
    </codeBook>"""

    book = from_bytes(document.encode())

    variable = book.file("a").variable("Q1")
    assert book.study.title == Bilingual(en="A survey")
    assert variable.label == Bilingual(en="One")
    assert variable.values == (ValueLabel(9, Bilingual(en="NA"), missing=True),)


@pytest.mark.parametrize(
    "document",
    [
        b"<!DOCTYPE a [<!ENTITY x 'y'>]><codeBook>&x;</codeBook>",
        b"<codeBook><stdyDscr></codeBook>",
        b"<other/>",
        b"",
    ],
)
def test_refuses_what_is_no_plain_ddi(document: bytes, tmp_path: Path) -> None:
    path = tmp_path / "meta.xml"
    path.write_bytes(document)

    with pytest.raises(UnreadableFile, match=r"meta\.xml"):
        read_ddi(path)
