"""
The package a buyer receives: map files, README, result of the check, checksums.

The same layer, request and key give the same bytes, so a link made again weeks later leads to a
file with the checksum printed on the hand-over note.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loket.areamaps import papers
from loket.areamaps.attributes import Table
from loket.areamaps.attributes import table as standard_table
from loket.areamaps.comparison import Comparison, compare
from loket.areamaps.crs import GEOGRAPHIC
from loket.areamaps.cut import cut
from loket.areamaps.errors import AreaMapError
from loket.areamaps.fingerprint import mark
from loket.areamaps.formats import MapFormat, WrittenMap, must_fit, write
from loket.areamaps.layers import AreaLayer

README = "README.txt"
CHECK_RESULT = "PERIKSA.txt"
CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class PackageRequest:
    """
    What a buyer ordered of one layer.

    :ivar regions: codes of the regions wanted
    :ivar formats: one or more formats
    :ivar key: the order's secret for marking this copy; None leaves it unmarked
    :ivar sumber: source to state where the layer states none
    :ivar periode: period to state where the layer states none
    :ivar stem: name of the files; by default level and region, "desa_3304"
    """

    heading: papers.Heading
    regions: tuple[str, ...]
    formats: tuple[MapFormat, ...] = (MapFormat.SHAPEFILE,)
    crs: str = GEOGRAPHIC
    key: bytes | None = None
    sumber: str = ""
    periode: str = ""
    extra_columns: tuple[str, ...] = ()
    stem: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """
    A finished package.

    :ivar documents: README.txt, PERIKSA.txt, SHA256SUMS
    :ivar sha256: of SHA256SUMS, and so of the whole package
    """

    folder: Path
    maps: tuple[WrittenMap, ...]
    documents: tuple[Path, ...]
    comparisons: tuple[Comparison, ...]
    features: int
    sha256: str

    @property
    def files(self) -> tuple[Path, ...]:
        """All files, in the order of their names."""
        maps = [path for each in self.maps for path in each.files]
        return tuple(sorted([*maps, *self.documents], key=lambda path: path.name))

    @property
    def map_size_bytes(self) -> int:
        """Exact size of the map files alone."""
        return sum(each.size_bytes for each in self.maps)

    @property
    def size_bytes(self) -> int:
        """Exact size of all files."""
        return sum(path.stat().st_size for path in self.files)


def build(layer: AreaLayer, request: PackageRequest, folder: Path) -> Package:
    """
    Cut, mark, write, read back and describe what was ordered, into an empty folder.

    :raises AreaMapError: if the request does not fit the layer or a format, the folder is not
        empty, or a written file does not agree with the layer
    """
    _must_be_writable(request, folder)
    ordered = cut(layer, request.regions)
    delivered = ordered if request.key is None else mark(ordered, request.key)
    table = standard_table(
        ordered,
        sumber=request.sumber,
        periode=request.periode,
        extra=request.extra_columns,
    )
    maps = _write_maps(delivered, table, request, folder)
    comparisons = tuple(compare(each, ordered, table) for each in maps)
    _must_agree(comparisons)
    texts = {
        README: papers.readme(
            request.heading, ordered, table, maps, marked=request.key is not None
        ),
        CHECK_RESULT: papers.check_result(request.heading, comparisons),
    }
    documents = [_put(folder / name, text) for name, text in texts.items()]
    covered = [*(path for each in maps for path in each.files), *documents]
    documents.append(_put(folder / CHECKSUMS, papers.checksums(covered)))
    return Package(
        folder=folder,
        maps=maps,
        documents=tuple(documents),
        comparisons=comparisons,
        features=len(ordered),
        sha256=papers.sha256_of(documents[-1]),
    )


def zipped(package: Package, target: Path) -> Path:
    """
    Write the package into one ZIP and return its path; the same package, the same bytes.

    Files lie in a folder named as the ZIP.
    """
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in package.files:
            entry = zipfile.ZipInfo(f"{target.stem}/{path.name}", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


def _must_be_writable(request: PackageRequest, folder: Path) -> None:
    for each in request.formats:
        must_fit(each, request.crs)
    if not request.formats:
        raise AreaMapError(
            id="Pilih sekurang-kurangnya satu format.", en="Choose at least one format."
        )
    if any(folder.iterdir()):
        raise AreaMapError(
            id="Folder tujuan paket tidak kosong.", en="The package's target folder is not empty."
        )


def _write_maps(
    layer: AreaLayer, table: Table, request: PackageRequest, folder: Path
) -> tuple[WrittenMap, ...]:
    stem = request.stem or "_".join([layer.level, *_few(request.regions)])
    return tuple(
        write(
            layer,
            table,
            format=each,
            folder=folder,
            stem=stem,
            crs=request.crs,
            dated=request.heading.dated,
        )
        for each in dict.fromkeys(request.formats)
    )


def _few(regions: Sequence[str]) -> list[str]:
    most = 3
    return list(regions) if len(regions) <= most else [regions[0], f"{len(regions)}wilayah"]


def _must_agree(comparisons: Sequence[Comparison]) -> None:
    for comparison in comparisons:
        for line in comparison.lines:
            if not line.agrees:
                raise AreaMapError(
                    id=f"{comparison.file_name} tidak sesuai dengan peta induk: {line.id} "
                    f"{line.agreeing} dari {line.expected}. Paket tidak diserahkan.",
                    en=f"{comparison.file_name} differs from the master map: {line.en} "
                    f"{line.agreeing} of {line.expected}. The package is not released.",
                )


def _put(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8"))
    return path
