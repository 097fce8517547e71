"""Answers as they are shown for checking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Row:
    label: str | Promise
    value: str
    change: str = ""  # address of the page on which it can be changed


LABELS = {
    "email": _("Alamat e-mail"),
    "name": _("Nama lengkap"),
    "phone": _("Nomor telepon"),
    "institution": _("Instansi atau lembaga"),
    "position": _("Jabatan"),
    "address": _("Alamat surat"),
    "npwp": _("NPWP"),
}


def rows_of(answers: Mapping[str, str], change: str = "") -> list[Row]:
    """Return the answers that were given, in the order of the papers."""
    return [
        Row(label, answers[name], change) for name, label in LABELS.items() if answers.get(name)
    ]
