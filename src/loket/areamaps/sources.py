"""
What a file must look like before GDAL is allowed to open it.

A name ending alone decides nothing: the first bytes must fit, so that a text file called
``peta.geojson`` cannot make GDAL pick another of its many drivers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from loket.areamaps.errors import AreaMapError

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj")
_LOOK_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Source:
    """A file that looks like what its name says; ``driver`` is GDAL's name for the format."""

    path: Path
    driver: str
    files: tuple[Path, ...]

    @property
    def size_bytes(self) -> int:
        """Size of all files of the layer together."""
        return sum(path.stat().st_size for path in self.files)


def look_at(path: Path) -> Source:
    """
    Check names, companions and first bytes of a layer file.

    :raises AreaMapError: if it is missing, of another format, or lacks a companion file
    """
    if not path.is_file():
        raise AreaMapError(
            id=f"Berkas {path.name} tidak ditemukan.", en=f"File {path.name} was not found."
        )
    suffix = path.suffix.lower()
    if suffix == ".shp":
        return _shapefile(path)
    if suffix in {".dbf", ".shx", ".prj", ".cpg"}:
        raise AreaMapError(
            id=f"{path.name} adalah bagian dari Shapefile. Pilih berkas .shp-nya.",
            en=f"{path.name} is a part of a Shapefile. Choose the .shp file.",
        )
    if suffix == ".gpkg":
        _must_start(path, b"SQLite format 3\x00", "GeoPackage")
        return Source(path, "GPKG", (path,))
    if suffix in {".geojson", ".json"}:
        _must_start(path, b"{", "GeoJSON")
        return Source(path, "GeoJSON", (path,))
    raise AreaMapError(
        id=f"{path.name} bukan peta yang dapat dibaca. Gunakan Shapefile (.shp), "
        "GeoPackage (.gpkg), atau GeoJSON (.geojson).",
        en=f"{path.name} is not a map this program reads. Use a Shapefile (.shp), "
        "a GeoPackage (.gpkg) or GeoJSON (.geojson).",
    )


def _shapefile(path: Path) -> Source:
    siblings = {
        sibling.suffix.lower(): sibling
        for sibling in sorted(path.parent.iterdir())
        if sibling.stem == path.stem and sibling.is_file()
    }
    missing = [part for part in SHAPEFILE_PARTS if part not in siblings]
    if missing:
        names = ", ".join(path.stem + part for part in missing)
        raise AreaMapError(
            id=f"Shapefile tidak lengkap: {names} tidak ada. Sertakan .shp, .shx, .dbf, dan .prj "
            "dengan nama yang sama.",
            en=f"The Shapefile is incomplete: {names} is missing. Supply .shp, .shx, .dbf and "
            ".prj under one name.",
        )
    _must_start(path, b"\x00\x00\x27\x0a", "Shapefile")
    for part in (".shp", ".shx"):
        _must_be_whole(siblings[part])
    kept = tuple(siblings[part] for part in (*SHAPEFILE_PARTS, ".cpg") if part in siblings)
    return Source(path, "ESRI Shapefile", kept)


def _must_be_whole(path: Path) -> None:
    # GDAL reads a file that was cut off as areas without shape; its header tells the truth.
    with path.open("rb") as stream:
        header = stream.read(28)
    stated_bytes = int.from_bytes(header[24:28], "big") * 2
    if stated_bytes != path.stat().st_size:
        raise AreaMapError(
            id=f"{path.name} terpotong atau rusak: ukurannya tidak sama dengan yang tercatat di "
            "dalamnya. Salin ulang berkasnya secara utuh.",
            en=f"{path.name} is cut off or damaged: its size differs from the one recorded "
            "inside. Copy the whole file again.",
        )


def _must_start(path: Path, magic: bytes, kind: str) -> None:
    with path.open("rb") as stream:
        head = stream.read(_LOOK_BYTES)
    if kind == "GeoJSON":
        head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(magic):
        raise AreaMapError(
            id=f"Isi {path.name} bukan {kind}. Simpan ulang petanya dari aplikasi peta.",
            en=f"The content of {path.name} is not {kind}. Save the map again from your "
            "mapping program.",
        )
