"""What lies in the masters' folders: codebooks, layers, pictures, free samples."""

from __future__ import annotations

import os
import uuid
import zipfile
from pathlib import Path

from loket.areamaps import layers
from loket.catalogue import masters, sizes
from loket.catalogue.models import AreaLayer, Edition, Product
from loket.microdata.codebook import Codebook
from loket.microdata.definition import Definition
from loket.microdata.edition import DDI
from loket.microdata.edition import Edition as Master
from loket.microdata.sample import structure_sample, write_sample

SAMPLES = ".samples"
SAMPLE_FORMAT = "dbf"
DATE = (2000, 1, 1, 0, 0, 0)


def master(edition: Edition) -> Master:
    """Open the edition's master. :raises UnreadableFile: if a part of it is gone"""
    return sizes.master_of(edition)


def edition_for(product: Product, wanted: Definition) -> Edition:
    """
    Return the edition in the release that a definition names: after a correction, the old one.

    :raises TypeError: the product is no microdata
    """
    current = product.edition
    if current is None:
        raise TypeError(product.code)
    if wanted.release in {"", current.release}:
        return current
    other = Edition.objects.filter(code=current.code, release=wanted.release).first()
    return other or current


def codebook(edition: Edition) -> Codebook:
    """Return the whole codebook. :raises UnreadableFile: if the master is gone"""
    return master(edition).codebook


def ddi(edition: Edition) -> Path:
    """Return the path of the edition's DDI-Codebook 2.5."""
    return masters.folder(edition.master) / DDI


def layer(row: AreaLayer) -> layers.AreaLayer:
    """Read the layer's shapes. :raises AreaMapError: if the file is gone"""
    return layers.read(layer_file(row))


def layer_file(row: AreaLayer) -> Path:
    return masters.folder(row.folder) / row.file_name


def preview(row: AreaLayer) -> str:
    """Return the layer's small SVG, drawn at import by ourselves."""
    return (masters.folder(row.folder) / row.preview_name).read_text("utf-8")


def structure_sample_zip(edition: Edition) -> Path:
    """
    Return the free sample of the whole edition: same files, no real record.

    Made once; the same edition always gives the same sample.

    :raises MicrodataError: if it cannot be drawn
    """
    kept = masters.folder(SAMPLES) / edition.master / f"contoh-{SAMPLE_FORMAT}.zip"
    if not kept.exists():
        _make_sample(edition, kept)
    return kept


def _make_sample(edition: Edition, kept: Path) -> None:
    definition = Definition(
        edition=edition.idno, release=edition.release, format=SAMPLE_FORMAT, fullset=True
    )
    sample = structure_sample(master(edition), definition)
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial = kept.with_name(f".{uuid.uuid4().hex}")
    with masters.incoming() as place:
        files = place / "contoh"
        files.mkdir()
        write_sample(sample, definition, files)
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(files.iterdir()):
                # A fixed date: the same sample is the same file.
                archive.writestr(zipfile.ZipInfo(path.name, DATE), path.read_bytes())
    os.replace(partial, kept)
