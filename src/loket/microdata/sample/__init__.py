"""
The sample that a customer judges before signing: by default without any real record.

``structure_sample(edition, definition)`` gives tables and a codebook for the writers;
``assess_real_rows`` and ``real_sample`` a few real rows after an approval.
"""

from __future__ import annotations

from loket.microdata.sample.marks import MARK
from loket.microdata.sample.real import (
    Approval,
    Assessment,
    NotApproved,
    Policy,
    assess_real_rows,
    real_sample,
)
from loket.microdata.sample.structure import Sample, structure_sample
from loket.microdata.sample.writing import write_sample

__all__ = [
    "MARK",
    "Approval",
    "Assessment",
    "NotApproved",
    "Policy",
    "Sample",
    "assess_real_rows",
    "real_sample",
    "structure_sample",
    "write_sample",
]
