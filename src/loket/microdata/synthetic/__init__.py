"""
Synthetic studies with the structure of real ones, for trials, demonstrations and benches.

``generate(banjarnegara())`` gives a codebook and Arrow tables; ``by_regency(indonesia())`` gives
a national study piece by piece, so that its size is not bounded by memory.
"""

from __future__ import annotations

from loket.microdata.synthetic.susenas import (
    Plan,
    SyntheticStudy,
    banjarnegara,
    by_regency,
    codebook,
    generate,
    indonesia,
    schema_of,
)

__all__ = [
    "Plan",
    "SyntheticStudy",
    "banjarnegara",
    "by_regency",
    "codebook",
    "generate",
    "indonesia",
    "schema_of",
]
