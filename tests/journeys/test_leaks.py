"""Two copies are sold, a part of one is found elsewhere, and leads back to its order."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from loket import wiring
from loket.catalogue.models import Product
from loket.delivery.models import Investigation, Package
from loket.ledger.models import Event
from loket.microdata.__main__ import main as microdata
from loket.orders.models import Order
from tests.browsing import Browser
from tests.journeys.conftest import Market
from tests.journeys.ordering_by_operations import archive_of, prepared

SECRET = "pasar gelap"
RT, IND = "ssn202403_kor_rt", "ssn202403_kor_ind1"


def test_a_part_of_a_copy_leads_back_to_its_order(
    market: Market,
    log_in: Callable[[str], Browser],
    work: Callable[[], int],
    tmp_path: Path,
    settings: object,
) -> None:
    first, second = (_prepared(market, work) for _ in range(2))
    approver = log_in("kepala@contoh.id")
    page = approver.open("desk:home")
    assert page.has("R1002")
    page = approver.press(page, "desk:approve_release", first.public_id, reason="Sesuai.")
    assert page.has("Pelepasan data disetujui"), page.text
    first.refresh_from_db()
    assert "PREPARED" in first.facts

    found = _part_of(first, tmp_path)
    admin = log_in("admin@contoh.id")
    page = admin.open("administration:leaks", "3304")
    page = admin.submit(
        page,
        "",
        file=SimpleUploadedFile(f"{SECRET}.csv", found.read_bytes(), "text/csv"),
        reason="Dijual di sebuah lokapasar.",
    )
    assert page.has("sedang ditelusuri"), page.text
    work()

    case = Investigation.objects.get()
    assert case.status == "done", case.problem
    assert [each["is_source"] for each in case.result["ranking"]] == [True, False]
    assert case.result["ranking"][0]["reference"] == first.reference
    page = admin.open("administration:leak", "3304", case.public_id)
    assert page.has(f"berasal dari pesanan {first.reference}")
    assert page.has("Nilai p menilai berkasnya")
    told = Event.objects.filter(subject=f"investigation:{case.public_id}")
    assert [e.action for e in told] == ["open_investigation", "finish_investigation"]
    assert not any(SECRET in e.payload or "lokapasar" in e.payload for e in told)
    _agree_on_the_command_line(found, first, second, tmp_path, settings)


def _agree_on_the_command_line(
    found: Path, first: Order, second: Order, tmp_path: Path, settings: object
) -> None:
    said = io.StringIO()
    call_command("trace", str(found), "--json", stdout=said)
    site = json.loads(said.getvalue())
    assert site["ranking"][0]["reference"] == first.reference

    listed = io.StringIO()
    call_command("trace", "--list", stdout=listed)
    assert listed.getvalue().split()[::2] == [first.reference, second.reference]
    (tmp_path / "orders.txt").write_text(listed.getvalue())
    (tmp_path / "master.key").write_text(settings.LOKET_MASTER_KEY)  # type: ignore[attr-defined]
    edition = Product.objects.get(code="susenas").edition
    assert edition is not None
    folder = Path(settings.LOKET_MASTERS) / edition.master  # type: ignore[attr-defined]
    given = ["--orders", str(tmp_path / "orders.txt"), "--secret", str(tmp_path / "master.key")]
    code = microdata(["trace", str(found), "--edition", str(folder), "--json", *given])
    assert code == 0
    key = wiring.order_key(str(first.public_id))
    assert site["ranking"][0]["commitment"] == hashlib.sha256(key).hexdigest()


def _prepared(market: Market, work: Callable[[], int]) -> Order:
    edition = market.survey.edition
    assert edition is not None
    households = list(edition.variables.filter(file__name=RT).values_list("name", flat=True))
    order = prepared(
        market,
        work,
        [{"file": RT, "variables": households}, {"file": IND, "variables": ["R1002"]}],
    )
    package = Package.objects.get(order=order)
    assert package.status == "ready", package.problem
    return order


def _part_of(order: Order, tmp_path: Path) -> Path:
    """Return two thirds of a file of the order's copy, with half of its columns."""
    with archive_of(order) as archive:
        name = next(n for n in archive.namelist() if n.endswith("rt.csv"))
        readme = next(n for n in archive.namelist() if n.endswith("README.txt"))
        key = wiring.order_key(str(order.public_id))
        assert hashlib.sha256(key).hexdigest() in archive.read(readme).decode()
        lines = archive.read(name).decode("utf-8").splitlines()
    kept = [lines[0], *lines[1 : 1 + len(lines) * 2 // 3]]
    found = tmp_path / "temuan.csv"
    found.write_text("\n".join(kept) + "\n", "utf-8")
    return found
