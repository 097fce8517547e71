"""Microdata on the command line: ``python -m loket.microdata``; exit code 2 on bad input."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import cast

from loket.microdata.commands import convert, describe, sample, sheet, synthesise, trace
from loket.microdata.commands.command import Command
from loket.microdata.errors import MicrodataError

# A new command is a module with NAME, HELP, arguments() and run(): add it here.
COMMANDS = cast("tuple[Command, ...]", (describe, convert, sheet, sample, synthesise, trace))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="loket.microdata", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        subparser = subparsers.add_parser(command.NAME, help=command.HELP)
        command.arguments(subparser)
        subparser.set_defaults(run=command.run)
    arguments = parser.parse_args(argv)
    try:
        arguments.run(arguments)
        sys.stdout.flush()
    except MicrodataError as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        return 2
    except BrokenPipeError:
        # Whoever read our output has seen enough (``… | head``).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        place = error.filename or ""
        sys.stderr.write(
            f"{place}: tidak dapat dibaca atau ditulis ({error.strerror}); periksa letak dan "
            f"izinnya / {place}: cannot be read or written ({error.strerror}); check where it is "
            "and who may use it\n"
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
