"""Commands of ``python -m loket.microdata``, one module each, listed in ``__main__``."""

from __future__ import annotations
