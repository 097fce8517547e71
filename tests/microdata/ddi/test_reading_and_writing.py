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
from loket.microdata.synthetic import banjarnegara
from loket.microdata.synthetic.susenas import codebook as susenas

CHARACTERS = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])
LINE = st.text(CHARACTERS, max_size=30).map(lambda s: " ".join(s.split()))
BOTH = st.builds(Bilingual, LINE, LINE)
NAME = st.text(string.ascii_letters, min_size=1, max_size=8)
NUMBER = st.one_of(st.integers(-9999, 9999), st.floats(-99, 99).filter(lambda f: f % 1 != 0))

WRITTEN = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("written.xsd"))))
REFERENCES = ("files", "keyvar", "recGrp", "var", "varGrp", "wgt-var")
DDI = "{ddi:codebook:2_5}"


def assert_keeps_the_rules(document: bytes) -> None:
    """Those of the schema, and those that it leaves to its readers: lxml checks no IDREF."""
    root = etree.fromstring(document)
    WRITTEN.assertValid(root)
    assert root.get("version") == "2.5"
    named = {element.get("ID") for element in root.iter()}
    referred = {
        id_
        for element in root.iter()
        for name in REFERENCES
        for id_ in (element.get(name) or "").split()
    }
    assert referred <= named
    counts = (e.text for name in ("caseQnty", "varQnty") for e in root.iter(DDI + name))
    assert all(str(said).isdecimal() for said in counts)


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
    assert_keeps_the_rules(document)


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
        for id_ in ids
    )
    study = Study(
        texts[4],
        label,
        collection_start=texts[5],
        production_date=texts[6],
        version=texts[1],
        version_date="Maret 2024",
    )

    document = ddi_bytes(Codebook(study, (file,), groups))

    assert_keeps_the_rules(document)
    assert from_bytes(document).study.version_date == "Maret 2024"


def test_keeps_the_rules_of_the_schema_with_the_synthetic_susenas() -> None:
    book = susenas(banjarnegara(300), {})

    document = ddi_bytes(book)

    assert_keeps_the_rules(document)
    assert from_bytes(document) == book


@pytest.mark.parametrize(
    ("label", "within", "noted"),
    [
        (Bilingual("rumah", "house"), ["rumah"], ["house"]),
        (Bilingual(en="house"), ["house"], []),
        (Bilingual(), [], []),
    ],
)
def test_writes_one_description_of_a_file_and_the_other_language_as_a_note(
    label: Bilingual, within: list[str], noted: list[str]
) -> None:
    """DDI 2.5 takes ``fileCont`` once in a ``fileTxt``."""
    book = Codebook(Study("id-1", Bilingual("Judul")), (DataFile("rt", (), label=label),))

    document = ddi_bytes(book)

    root = etree.fromstring(document)
    assert [e.text for e in root.iter(f"{DDI}fileCont")] == within
    assert [e.text for e in root.iter(f"{DDI}notes") if e.get("subject") == "label"] == noted
    assert from_bytes(document) == book


def test_reads_the_two_descriptions_of_a_file_that_earlier_versions_wrote() -> None:
    document = b"""<codeBook><stdyDscr/><fileDscr ID="F1"><fileTxt><fileName>rt</fileName>
      <fileCont xml:lang="id">rumah</fileCont><fileCont xml:lang="en">house</fileCont>
      </fileTxt></fileDscr></codeBook>"""

    assert from_bytes(document).file("rt").label == Bilingual("rumah", "house")


@pytest.mark.parametrize(
    ("said", "marked"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024-02-29", "2024-02-29"),
        ("2024-02-30", None),
        ("2024-13", None),
        ("0000", None),
        ("Maret 2024", None),
    ],
)
def test_marks_only_dates_of_the_calendar_and_keeps_the_words(
    said: str, marked: str | None
) -> None:
    study = Study("id-1", Bilingual("Judul"), collection_start=said, production_date=said)

    document = ddi_bytes(Codebook(study))

    root = etree.fromstring(document)
    dates = [*root.iter(f"{DDI}collDate"), *root.iter(f"{DDI}prodDate")]
    assert [(e.text, e.get("date")) for e in dates] == [(said, marked)] * 2
    assert from_bytes(document).study == study


@pytest.mark.parametrize(
    "broken",
    [
        ("fileName", "<fileCont>a</fileCont><fileCont>b</fileCont>"),
        ("labl", "<security>key</security><security>key</security>"),
        ("IDNo", "<titl>second title</titl>"),
        ("varFormat", "<concept>late</concept>"),
        ("citReq", "<citReq>again</citReq>"),
    ],
    ids=lambda broken: str(broken[1]),
)
def test_our_statement_of_the_schema_refuses_what_the_standard_refuses(
    broken: tuple[str, str],
) -> None:
    place, more = broken
    variable = Variable("A", label=Bilingual("a"))
    study = Study("id-1", Bilingual("Judul"), citation="Kutip", notes="n")
    root = etree.fromstring(ddi_bytes(Codebook(study, (DataFile("rt", (variable,)),))))
    assert WRITTEN.validate(root)
    found = next(root.iter(DDI + place))

    for element in reversed([*etree.fromstring(f'<x xmlns="{DDI[1:-1]}">{more}</x>')]):
        found.addnext(element)

    assert not WRITTEN.validate(root)


@pytest.mark.parametrize(("element", "attribute"), [("var", "name"), ("item", "VALUE")])
def test_our_statement_of_the_schema_wants_the_required_attributes(
    element: str, attribute: str
) -> None:
    variable = Variable("A", missing=Missing((9,)))
    book = Codebook(Study("id-1", Bilingual("Judul")), (DataFile("rt", (variable,)),))
    root = etree.fromstring(ddi_bytes(book))
    assert WRITTEN.validate(root)

    del next(root.iter(DDI + element)).attrib[attribute]

    assert not WRITTEN.validate(root)


def test_keeps_every_word_of_a_real_study(popstan: Path) -> None:
    book = read_ddi(popstan / "ihsn-popstan-mics-2000.xml")

    assert from_bytes(ddi_bytes(book)) == book
    assert_keeps_the_rules(ddi_bytes(book))
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
