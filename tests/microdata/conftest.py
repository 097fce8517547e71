from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loket.microdata.codebook import (
    Bilingual,
    DataFile,
    Missing,
    RegionPart,
    Study,
    ValueLabel,
    Variable,
)
from loket.microdata.edition import Edition
from loket.microdata.formats.embedded import pack
from loket.microdata.importing import import_study

POPSTAN = Path(__file__).resolve().parents[3] / "shared" / "data" / "popstan"
STUDY = Study("uji-2024", Bilingual("Survei uji", "Trial survey"), producers=("BPS",))

MakeEdition = Callable[..., Edition]


@pytest.fixture
def popstan() -> Path:
    if not POPSTAN.is_dir():
        pytest.skip("the demonstration study is not beside the project")
    return POPSTAN


@pytest.fixture
def make_edition(tmp_path: Path) -> MakeEdition:
    """Import tables with their descriptions as one edition."""

    def make(*tables: tuple[DataFile, pa.Table], name: str = "edisi") -> Edition:
        source = tmp_path / f"{name}-source"
        source.mkdir()
        for file, table in tables:
            packed = table.replace_schema_metadata(pack(file, STUDY))
            pq.write_table(packed, source / f"{file.name}.parquet")
        return import_study(source.iterdir(), tmp_path / name)

    return make


def label(text: str) -> Bilingual:
    return Bilingual(text, f"{text} (en)")


@pytest.fixture
def households() -> tuple[DataFile, pa.Table]:
    file = DataFile(
        "rt",
        (
            Variable("URUT", label=label("Nomor urut"), width=6),
            Variable(
                "R101",
                label=label("Provinsi"),
                width=2,
                values=(ValueLabel(33, label("Jawa Tengah")), ValueLabel(5, label("Lima"))),
            ),
            Variable("R102", label=label("Kabupaten"), width=2),
            Variable(
                "R105",
                label=label("Kota/desa"),
                measure="nominal",
                width=1,
                values=(
                    ValueLabel(1, label("Perkotaan")),
                    ValueLabel(2, label("Perdesaan")),
                    ValueLabel(9, label("Tidak tahu"), missing=True),
                ),
                missing=Missing(codes=(9,)),
            ),
            Variable("NAMA", kind="text", label=label("Catatan"), width=12),
            Variable("FWT", label=label("Penimbang"), width=10, decimals=4),
        ),
        keys=("URUT",),
        region=(RegionPart("R101", 2), RegionPart("R102", 2)),
        weight="FWT",
        label=Bilingual("Rumah tangga", "Households"),
    )
    table = pa.table(
        {
            "URUT": pa.array([3, 1, 2, 5, 4], pa.int32()),
            "R101": pa.array([33, 33, 5, 33, 33], pa.int8()),
            "R102": pa.array([4, 4, 1, 74, 4], pa.int8()),
            "R105": pa.array([1, 2, 9, None, 2], pa.int8()),
            "NAMA": ["é satu", None, 'tiga, "kutip"', "", "x"],
            "FWT": [1.5, 2.25, 0.0625, 1000.0, None],
        }
    )
    return file, table


@pytest.fixture
def persons() -> tuple[DataFile, pa.Table]:
    file = DataFile(
        "ind",
        (
            Variable("URUT", label=label("Nomor urut"), width=6),
            Variable("R401", label=label("Nomor ART"), width=2),
            Variable("R407", label=label("Umur"), width=3, measure="scale"),
        ),
        keys=("URUT", "R401"),
    )
    table = pa.table(
        {
            "URUT": pa.array([1, 1, 2, 3, 4, 5], pa.int32()),
            "R401": pa.array([1, 2, 1, 1, 1, 1], pa.int8()),
            "R407": pa.array([40, 12, 33, 70, 18, 25], pa.int16()),
        }
    )
    return file, table
