"""Taking one map out of a ZIP a browser sent: a Shapefile is several files, an upload is one."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from loket.areamaps.errors import AreaMapError

_KEPT = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg", ".geojson")
_MAIN = (".shp", ".gpkg", ".geojson")
_MOST_ENTRIES = 200
_CHUNK_BYTES = 1 << 20


def unpack(archive: Path, folder: Path, *, most_bytes: int) -> Path:
    """
    Unpack the one map in a ZIP into ``folder`` and return its main file.

    Only map files are taken, under their bare names, so no entry can leave the folder.

    :param most_bytes: refuse what unpacks to more than this
    :raises AreaMapError: if it is no ZIP, too large, or holds no map or several
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            return _unpack(opened, folder, most_bytes)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as failure:
        raise AreaMapError(
            id="Berkas ZIP rusak, bersandi, atau bukan ZIP. Buat ulang ZIP-nya.",
            en="The ZIP file is damaged, encrypted or no ZIP. Create it again.",
        ) from failure


def _unpack(opened: zipfile.ZipFile, folder: Path, most_bytes: int) -> Path:
    chosen = _chosen(opened)
    left = most_bytes
    for name, entry in chosen.items():
        with opened.open(entry) as source, (folder / name).open("xb") as target:
            while chunk := source.read(_CHUNK_BYTES):
                left -= len(chunk)
                if left < 0:
                    raise AreaMapError(
                        id="Isi ZIP terlalu besar untuk diimpor.",
                        en="The content of the ZIP is too large to import.",
                    )
                target.write(chunk)
    return folder / next(name for name in chosen if name.endswith(_MAIN))


def _chosen(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries = opened.infolist()
    chosen: dict[str, zipfile.ZipInfo] = {}
    for entry in entries[:_MOST_ENTRIES]:
        bare = Path(entry.filename.replace("\\", "/"))
        hidden = bare.name.startswith(".") or "__MACOSX" in bare.parts
        if not entry.is_dir() and not hidden and bare.suffix.lower() in _KEPT:
            chosen[bare.stem + bare.suffix.lower()] = entry
    mains = [name for name in chosen if name.endswith(_MAIN)]
    if len(mains) != 1 or len(entries) > _MOST_ENTRIES:
        raise AreaMapError(
            id=f"ZIP harus memuat tepat satu peta (.shp, .gpkg, atau .geojson); ditemukan "
            f"{len(mains)}.",
            en=f"The ZIP must hold exactly one map (.shp, .gpkg or .geojson); found {len(mains)}.",
        )
    return chosen
