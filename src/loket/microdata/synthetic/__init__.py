"""
Synthetic studies with the structure of real ones, for trials, demonstrations and benches.

``generate(banjarnegara())`` gives a codebook and Arrow tables; ``by_regency(indonesia())`` gives
a national study piece by piece, so that its size is not bounded by memory;
``synthetic_edition(plan, folder)`` imports one, ready to be ordered from.
"""

from __future__ import annotations

from loket.microdata.synthetic.regencies import national as national_regencies
from loket.microdata.synthetic.sakernas import sakernas
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
from loket.microdata.synthetic.writing import (
    stream_parquet,
    synthetic_edition,
    write_study,
)

__all__ = [
    "Plan",
    "SyntheticStudy",
    "banjarnegara",
    "by_regency",
    "codebook",
    "generate",
    "indonesia",
    "national_regencies",
    "sakernas",
    "schema_of",
    "stream_parquet",
    "synthetic_edition",
    "write_study",
]
