"""Weights shifted in pairs: set by two people on the page, sold, and traced by nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile

from loket.catalogue import sizes
from loket.delivery.models import Investigation
from loket.microdata.engine import connected, scan
from loket.orders.models import Order
from tests.browsing import Browser
from tests.journeys.conftest import Market
from tests.journeys.ordering_by_operations import archive_of, prepared

RT = "ssn202403_kor_rt"
PER_MILLION = 5_000


def test_are_agreed_to_sold_and_traced(
    market: Market, log_in: Callable[[str], Browser], work: Callable[[], int]
) -> None:
    admin = log_in("admin@contoh.id")
    _agree(market, admin, log_in("sistem@contoh.id"))
    edition = market.survey.edition
    assert edition is not None
    names = list(edition.variables.filter(file__name=RT).values_list("name", flat=True))
    first, second = (prepared(market, work, [{"file": RT, "variables": names}]) for _ in range(2))
    bought, other = _rows(first), _rows(second)
    _keeps_the_totals(market, bought)
    assert [r["FWT"] for r in _sorted(bought)] != [r["FWT"] for r in _sorted(other)]

    page = admin.open("administration:leaks", "3304")
    admin.submit(page, "", file=_leaked(bought), reason="Beredar di sebuah grup.")
    work()

    case = Investigation.objects.get()
    assert case.status == "done", case.problem
    ranking = case.result["ranking"]
    assert [(each["reference"], each["is_source"]) for each in ranking][:1] == [
        (first.reference, True)
    ]
    assert not ranking[1]["is_source"]


def _agree(market: Market, one: Browser, other: Browser) -> None:
    page = one.open("administration:product_settings", "3304", market.survey.code)
    fields = {"weights_file": RT, "weights_cells": "STRATA", "weights_per_million": PER_MILLION}
    page = one.submit(page, "", row_order="", **fields)
    assert page.has("menunggu persetujuan orang lain"), page.text
    page = other.open("administration:product_settings", "3304", market.survey.code)
    change = market.survey.changes.get()
    page = other.press(
        page, "administration:decide_product", "3304", market.survey.code, change.pk,
        decision="accept",
    )  # fmt: skip
    assert page.has("Perubahan berlaku"), page.text
    market.survey.refresh_from_db()


def _rows(order: Order) -> list[dict[str, str]]:
    with archive_of(order) as archive:
        name = next(n for n in archive.namelist() if n.endswith("rt.csv"))
        return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def _sorted(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: tuple(row[name] for name in row if name != "FWT"))


def _keeps_the_totals(market: Market, rows: list[dict[str, str]]) -> None:
    assert market.survey.edition is not None
    master = sizes.master_of(market.survey.edition)
    with connected() as database:
        source = scan(master.master(master.codebook.file(RT)))
        (before,) = database.sql(f"SELECT sum(FWT), max(FWT) FROM {source}").fetchall()
        weights = database.sql(f"SELECT FWT FROM {source} ORDER BY FWT").fetchall()
    after = sorted(float(row["FWT"]) for row in rows)
    assert abs(sum(after) - before[0]) < 1e-6 * before[0]
    moved = [abs(a - w[0]) for a, w in zip(after, weights, strict=True)]
    assert 0 < max(moved) <= before[1] * PER_MILLION / 1e6


def _leaked(rows: list[dict[str, str]]) -> SimpleUploadedFile:
    """Two thirds of the rows in another order, with the rest of the columns."""
    kept = _sorted(rows)[: len(rows) * 2 // 3]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(kept[0]))
    writer.writeheader()
    writer.writerows(kept)
    return SimpleUploadedFile("temuan.csv", out.getvalue().encode(), "text/csv")
