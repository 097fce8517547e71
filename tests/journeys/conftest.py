"""An office with its people and goods, and a browser for each person."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from loket import wiring
from loket.areamaps.banjarnegara import demo as demo_maps
from loket.areamaps.formats import MapFormat
from loket.catalogue import operations as catalogue
from loket.catalogue.models import AreaLayer, Edition, Product
from loket.jobs import worker
from loket.jobs.demo import office as demo_office
from loket.ledger.context import By
from loket.microdata import synthetic
from loket.people.models import Office, User
from tests.browsing import Browser
from tests.imported import Imported

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00 WIB
ADMIN = By(person=None, role="office_admin", office="3304")


@dataclass(frozen=True)
class Market:
    """What is there before anybody comes."""

    office: Office
    survey: Product
    area_map: Product


@pytest.fixture(scope="session")
def goods_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Study and layer files as an office would get them, made once for the session."""
    folder = tmp_path_factory.mktemp("goods")
    study = synthetic.generate(synthetic.banjarnegara(120))
    (folder / "study").mkdir()
    synthetic.write_study(study, folder / "study", format="sav")
    demo_maps.write(demo_maps.draw(), folder, kinds=(MapFormat.GEOPACKAGE,))
    return folder


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return Imported(tmp_path_factory.mktemp("imported"))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY_MORNING, tick=True) as traveller:
        yield traveller


@pytest.fixture
def market(
    db: None,
    clock: time_machine.Traveller,
    goods_folder: Path,
    imported: Imported,
    tmp_path: Path,
    settings: Any,
) -> Iterator[Market]:
    settings.LOKET_MASTERS = tmp_path / "masters"
    settings.LOKET_STORAGE = f"disk:{tmp_path / 'files'}"
    settings.LOKET_BILLING = "simulated"
    wiring._billing.cache_clear()  # a simulator that remembers no other test's codes
    wiring.mailer().sent.clear()  # type: ignore[attr-defined]
    office = demo_office.seed(MONDAY_MORNING)
    demo_office.prepare_counters(office, MONDAY_MORNING)
    with imported.in_place_of_doors():
        edition, layer = _bring_in(goods_folder)
    terms = catalogue.Terms()
    survey = catalogue.offer(
        edition, code="susenas", office=office, terms=terms, by=ADMIN, at=MONDAY_MORNING
    )
    area_map = catalogue.offer(
        layer, code="peta-desa", office=office, terms=terms, by=ADMIN, at=MONDAY_MORNING
    )
    yield Market(office, survey, area_map)
    shutil.rmtree(tmp_path / "files", ignore_errors=True)


def _bring_in(goods_folder: Path) -> tuple[Edition, AreaLayer]:
    study = goods_folder / "study"
    files = catalogue.StudyFiles(
        data=[study / f"ssn202403_kor_{name}.sav" for name in ("rt", "ind1")],
        ddi=next(study.glob("*.xml")),
    )
    edition = catalogue.import_study(
        files,
        survey=catalogue.SurveyDetails(
            code="susenas", title_id="Survei Sosial Ekonomi Nasional", producer="BPS"
        ),
        code="susenas-2024-03-3304",
        by=ADMIN,
        at=MONDAY_MORNING,
        is_synthetic=True,
    )
    layer = catalogue.import_layer(
        catalogue.LayerFile(
            path=goods_folder / "desa_3304.gpkg",
            title_id="Peta desa Banjarnegara",
            region="3304",
            period="2025",
            source="SINTETIS",
        ),
        code="desa-3304",
        by=ADMIN,
        at=MONDAY_MORNING,
        is_synthetic=True,
    )
    return edition, layer


@pytest.fixture
def log_in(market: Market) -> Callable[[str], Browser]:
    """Log a person in through the page, as they would."""

    def log_in(email: str) -> Browser:
        browser = Browser()
        page = browser.open("portal:log_in")
        page = browser.submit(page, "", email=email, password=demo_office.PASSWORD)
        assert page.status == 200, page.text[:500]
        assert "_auth_user_id" in browser.client.session, page.text[:2000]
        return browser

    return log_in


@pytest.fixture
def work() -> Callable[[], int]:
    """Let the worker do everything that is due now."""

    def work() -> int:
        return worker.run_all(datetime.now(UTC))

    return work


@pytest.fixture
def mails() -> Callable[[str], list[Any]]:
    """Return the mails that were sent to an address, oldest first."""

    def mails(address: str) -> list[Any]:
        sent = wiring.mailer().sent  # type: ignore[attr-defined]
        return [mail for mail in sent if address in mail.recipients]

    return mails


def user(email: str) -> User:
    return User.objects.get(email=email)


def now() -> datetime:
    return datetime.now(UTC)
