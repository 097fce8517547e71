"""
Runs a module of ours as ``python -m`` does, but without pandas: ``python -m loket.lean MODULE``.

Arrow and pyogrio load pandas wherever it is installed, which takes a child process seconds and
memory; nothing of ours uses it, and a product server does not have it.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

UNUSED = "pandas"


class Unused(MetaPathFinder):
    """Finds pandas missing, as it is on a product server."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Leave every other module to the finders after this. :raises ModuleNotFoundError:"""
        if fullname.partition(".")[0] == UNUSED:
            raise ModuleNotFoundError(f"{UNUSED} is left out", name=fullname)


def main() -> None:
    """Run the module that the first argument names; it sees the arguments after that."""
    sys.meta_path.insert(0, Unused())
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
