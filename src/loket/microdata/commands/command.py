"""What a command is: it declares its arguments, and runs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Protocol


class Command(Protocol):
    """A module in this package, seen as a command."""

    NAME: str
    HELP: str

    def arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        ...

    def run(self, arguments: Namespace) -> None:
        """Do it; text goes to standard output. :raises MicrodataError: on bad input"""
        ...
