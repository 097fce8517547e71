"""One file's description inside Parquet metadata, as the DDI it would have."""

from __future__ import annotations

from collections.abc import Mapping

from loket.microdata.codebook import Codebook, DataFile, Study
from loket.microdata.ddi.read import from_bytes
from loket.microdata.ddi.write import ddi_bytes

KEY = b"ddi"


def pack(file: DataFile, study: Study) -> dict[bytes, bytes]:
    """Return schema metadata that holds the description of ``file``."""
    return {KEY: ddi_bytes(Codebook(study, (_alone(file),)))}


def unpack(metadata: Mapping[bytes, bytes] | None) -> DataFile | None:
    """Return the description that ``pack`` left, or None."""
    if not metadata or KEY not in metadata:
        return None
    files = from_bytes(metadata[KEY]).files
    return files[0] if files else None


def _alone(file: DataFile) -> DataFile:
    """Without links: the other files are not here."""
    return DataFile(
        file.name,
        file.variables,
        rows=file.rows,
        keys=file.keys,
        region=file.region,
        weight=file.weight,
        design=file.design,
        label=file.label,
        unit=file.unit,
        universe=file.universe,
        notes=file.notes,
        source=file.source,
    )
