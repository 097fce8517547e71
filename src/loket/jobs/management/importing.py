"""What the commands that fill the catalogue share: who acts, and errors as one clear line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError, CommandParser

from loket.areamaps.errors import AreaMapError
from loket.catalogue.errors import CatalogueError
from loket.ledger.context import By
from loket.microdata.errors import MicrodataError
from loket.people.models import Office
from loket.people.queries import office_by_code, selling_offices
from loket.rules.wording import RuleError

BAD_INPUT = 2


def add_office(parser: CommandParser) -> None:
    parser.add_argument(
        "--office",
        default="",
        help="kode kantor yang bertindak, bila lebih dari satu / acting office, if several",
    )


def office_of(code: str) -> Office:
    """
    Return the office of this code; without a code the only one there is.

    :raises CommandError: if there is no such office, or several and none is named
    """
    offices = selling_offices()
    only = offices[0] if len(offices) == 1 else None
    office = office_by_code(code) if code else only
    if office is None:
        raise CommandError(
            f"Kantor {code or '?'} tidak ada; sebutkan --office dengan kode kantor terdaftar. / "
            f"There is no office {code or '?'}; give --office with a registered office's code.",
            returncode=BAD_INPUT,
        )
    return office


def acting(office: Office) -> By:
    return By(person=None, role="system", office=office.code)


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Turn refusals of the domain into one line and exit code 2; nothing was changed."""
    try:
        yield
    except (MicrodataError, AreaMapError, CatalogueError, RuleError) as refusal:
        raise CommandError(f"{refusal.id} / {refusal.en}", returncode=BAD_INPUT) from refusal
    except OSError as failure:
        raise CommandError(
            f"Berkas tidak dapat dibaca atau disimpan: {failure.strerror} "
            f"({failure.filename}). / A file cannot be read or kept: {failure.strerror} "
            f"({failure.filename}).",
            returncode=BAD_INPUT,
        ) from failure
