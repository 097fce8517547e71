"""Codes that stand in addresses and in the trail."""

from __future__ import annotations

import re

from django.db.models import CharField, Model

from loket.catalogue.errors import CatalogueError

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RELEASE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


def checked_code(code: str, model: type[Model]) -> str:
    """
    Return the code if it can be one of the model's.

    :raises CatalogueError: not lower-case letters, digits and single hyphens, or too long
    """
    most = _longest(model, "code")
    if not _CODE.fullmatch(code) or len(code) > most:
        raise CatalogueError(
            id=f"Kode “{code}” tidak dapat dipakai. Gunakan huruf kecil, angka, dan tanda "
            f"hubung, paling banyak {most} huruf, misalnya susenas-2024-03.",
            en=f"The code “{code}” cannot be used. Use lower-case letters, digits and hyphens, "
            f"{most} characters at most, for example susenas-2024-03.",
        )
    return code


def checked_release(release: str, model: type[Model]) -> str:
    """
    Return the release if it can be one.

    :raises CatalogueError: if it has blanks or other signs, or is too long
    """
    most = _longest(model, "release")
    if not is_release(release, model):
        raise CatalogueError(
            id=f"Rilis “{release}” tidak dapat dipakai. Gunakan huruf, angka, titik, atau tanda "
            f"hubung, paling banyak {most} huruf, misalnya 2 atau 1.1.",
            en=f"The release “{release}” cannot be used. Use letters, digits, dots or hyphens, "
            f"{most} characters at most, for example 2 or 1.1.",
        )
    return release


def is_release(release: str, model: type[Model]) -> bool:
    return bool(_RELEASE.fullmatch(release)) and len(release) <= _longest(model, "release")


def _longest(model: type[Model], name: str) -> int:
    field = model._meta.get_field(name)
    if not isinstance(field, CharField) or field.max_length is None:
        raise TypeError(name)
    return field.max_length
