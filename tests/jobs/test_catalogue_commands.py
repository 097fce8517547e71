"""The commands that fill the catalogue …"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from loket.areamaps.banjarnegara import demo
from loket.areamaps.formats import MapFormat
from loket.catalogue import access
from loket.catalogue.models import AreaLayer, Edition, Product
from loket.jobs.demo import catalogue
from loket.ledger.models import Event
from loket.microdata import synthetic
from loket.people.models import Office


@pytest.fixture
def office(db: None) -> Office:
    return Office.objects.create(
        code="3304",
        name="BPS Kabupaten Banjarnegara",
        city="Banjarnegara",
        address="Jalan Selamanik 33",
        email="bps3304@example.org",
    )


@pytest.fixture(autouse=True)
def masters_folder(settings: object, tmp_path: Path) -> Path:
    settings.LOKET_MASTERS = tmp_path / "masters"  # type: ignore[attr-defined]
    return tmp_path / "masters"


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_import_a_survey_and_put_it_on_sale(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    ddi = synthetic.write_study(synthetic.generate(synthetic.banjarnegara(20)), folder)
    data = str(folder / "ssn202403_kor_rt.sav")

    said = run("import_survey", data, f"--ddi={ddi}", "--code=susenas-2024-03", "--survey=susenas")
    offered = run("offer", "--edition=susenas-2024-03", "--formats=dbf,sav")

    assert "susenas-2024-03 rilis/release 1" in said
    assert "absent_file" not in said
    assert "datanya tidak ada" in said
    assert offered.strip() == "susenas-2024-03: Rp20.000"
    product = access.on_sale().get()
    assert product.formats == ["dbf", "sav"]
    assert Event.objects.filter(office="3304").count() == 2


def test_import_a_layer_and_put_it_on_sale(office: Office, tmp_path: Path) -> None:
    demo.write(demo.draw(), tmp_path, kinds=(MapFormat.SHAPEFILE,))

    said = run(
        "import_layer",
        str(tmp_path / "kecamatan_3304.shp"),
        "--code=peta-kecamatan",
        "--title=Peta Banjarnegara",
        "--region=3304",
        "--synthetic",
    )
    offered = run("offer", "--layer=peta-kecamatan", "--office=3304")

    assert "20 wilayah/areas (kecamatan)" in said
    assert "Rp30.000" in offered
    assert AreaLayer.objects.get().is_synthetic


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import_survey", "tiada.sav", "--code=x", "--survey=y"], "tiada.sav"),
        (["import_survey", "tiada.docx", "--code=x", "--survey=y"], "tiada.docx"),
        (["import_survey", "a.sav", "--code=X y", "--survey=y"], "X y"),
        (["import_survey", "a.sav", "--ddi=tiada.xml", "--code=x", "--survey=y"], "tiada.xml"),
        (["import_survey", "a.sav", "--code=x", "--survey=y", "--office=9999"], "9999"),
        (["import_layer", "tiada.gpkg", "--code=x", "--title=y"], "tiada.gpkg"),
        (["offer", "--edition=tiada"], "tiada"),
    ],
)
def test_say_in_one_line_and_both_languages_what_is_wrong(
    office: Office, arguments: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said) as refusal:
        run(*arguments)

    assert refusal.value.returncode == 2
    assert " / " in str(refusal.value)
    assert not Edition.objects.exists()
    assert not Event.objects.exists()


def test_ask_which_office_acts_when_there_are_several(office: Office) -> None:
    Office.objects.create(code="3300", name="b", city="b", address="b", email="b@example.org")

    with pytest.raises(CommandError, match="--office"):
        run("offer", "--edition=x")


def test_seed_the_demonstration_once(office: Office) -> None:
    at = timezone.now()

    first = catalogue.seed(office, at, households=20)
    events = Event.objects.count()
    second = catalogue.seed(office, at, households=20)

    assert [p.code for p in first] == [p.code for p in second]
    assert {p.code for p in first} == {"susenas-2024-03", "peta-3304-kecamatan", "peta-3304-desa"}
    assert Event.objects.count() == events
    assert all(product.is_synthetic for product in Product.objects.all())
    assert AreaLayer.objects.get(level="desa").features == 278
