"""
The attribute columns of a delivered map, named and ordered as on BPS's own layers.

Taken from the layer where it has them, else derived from the code (kd…, id…) or from the shipped
names (nm…). What neither knows stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from loket.areamaps.code_columns import as_codes
from loket.areamaps.codes import ID_COLUMNS, NAME_COLUMNS, PART_COLUMNS, Level, split
from loket.areamaps.errors import AreaMapError
from loket.areamaps.layers import AreaLayer
from loket.areamaps.region_names import name_of

Table = dict[str, list[str]]

_FULL_CODES = (Level.SUBSLS, Level.DESA, Level.KABUPATEN, Level.KECAMATAN)
_MAX_NAME_BYTES = 10


def column_names(level: Level) -> tuple[str, ...]:
    """
    Return the columns of a delivered layer of ``level``, in order.

    For desa: iddesa, idkab, idkec, kdprov, nmprov, kdkab, nmkab, kdkec, nmkec, kddesa, nmdesa,
    sumber, periode. The full code of the layer's own level always stands first.
    """
    ids = [ID_COLUMNS[level]]
    for wanted in _FULL_CODES:
        if wanted.digits < level.digits:
            ids.append(ID_COLUMNS[wanted])
    parts: list[str] = []
    for each in Level:
        if each.digits <= level.digits:
            parts += [PART_COLUMNS[each], NAME_COLUMNS[each]]
    return (*ids, *parts, "sumber", "periode")


def table(
    layer: AreaLayer,
    *,
    sumber: str = "",
    periode: str = "",
    extra: Sequence[str] = (),
    name_of: Callable[[str], str | None] = name_of,
) -> Table:
    """
    Return the delivered columns of a layer as texts, one list per column, in layer order.

    :param sumber: source to state where the layer states none
    :param periode: period of the work areas to state where the layer states none
    :param extra: further columns of the layer to hand on, by name
    :param name_of: names by code for columns the layer lacks
    :raises AreaMapError: if an extra column does not exist or its name exceeds 10 bytes
    """
    stated = {"sumber": sumber, "periode": periode}
    result: Table = {}
    for column in column_names(layer.level):
        derived = _derived(column, layer, name_of)
        result[column] = _filled(layer, column, derived, stated.get(column, ""))
    for column in extra:
        result[column.lower()] = _extra(layer, column)
    return result


def names(layer: AreaLayer) -> list[str]:
    """Return a name for each area of the layer, "" where there is none."""
    column = NAME_COLUMNS[layer.level]
    return _filled(layer, column, _derived(column, layer, name_of), "")


def _filled(layer: AreaLayer, column: str, derived: list[str] | None, stated: str) -> list[str]:
    own = layer.column(column)
    if column[:2] in {"id", "kd"} and derived is not None:
        # Codes follow the layer's code, so that one row can never contradict itself.
        return derived
    texts = list(as_codes(own)) if own is not None else [""] * len(layer)
    if derived is None:
        return [text or stated for text in texts]
    return [text or other for text, other in zip(texts, derived, strict=True)]


def _derived(
    column: str, layer: AreaLayer, name_of: Callable[[str], str | None]
) -> list[str] | None:
    for level in Level:
        if column == ID_COLUMNS[level]:
            return [code[: level.digits] for code in layer.codes]
        if column == PART_COLUMNS[level]:
            return [split(code)[column] for code in layer.codes]
        if column == NAME_COLUMNS[level]:
            return [_as_bps_writes(name_of(code[: level.digits])) for code in layer.codes]
    return None


def _as_bps_writes(name: str | None) -> str:
    return (name or "").upper().removeprefix("KABUPATEN ")


def _extra(layer: AreaLayer, column: str) -> list[str]:
    values = layer.column(column)
    if values is None:
        raise AreaMapError(
            id=f"Kolom {column} tidak ada pada peta ini.",
            en=f"This map has no column {column}.",
        )
    if len(column.encode()) > _MAX_NAME_BYTES:
        raise AreaMapError(
            id=f"Nama kolom {column} lebih dari 10 huruf; Shapefile tidak dapat memuatnya.",
            en=f"Column name {column} exceeds 10 letters; a Shapefile cannot hold it.",
        )
    return list(as_codes(values))
