"""
The sample that a customer judges before signing: by default without any real record.

``structure_sample(edition, definition)`` gives tables and a codebook for the writers.
"""

from __future__ import annotations

from loket.microdata.sample.marks import MARK
from loket.microdata.sample.structure import Sample, structure_sample
from loket.microdata.sample.writing import write_sample

__all__ = ["MARK", "Sample", "structure_sample", "write_sample"]
