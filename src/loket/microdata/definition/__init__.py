"""
The definition of an order: what the customer's list means, as one executable value.

Its ``definition_id`` stands on the quote, the invoice, the SPPD's annex, the sample and the
package. ``normalise`` gives the form that is hashed; ``validate`` the reasons against; ``diff``
the revision in words.
"""

from __future__ import annotations

from loket.microdata.definition.difference import Change, describe, diff
from loket.microdata.definition.model import (
    Cases,
    Condition,
    Definition,
    Division,
    Structure,
    Wanted,
    canonical,
    definition_id,
    from_json,
    parse,
    to_json,
)
from loket.microdata.definition.normalising import normalise
from loket.microdata.definition.validation import (
    Offer,
    Reason,
    Validation,
    validate,
)

__all__ = [
    "Cases",
    "Change",
    "Condition",
    "Definition",
    "Division",
    "Offer",
    "Reason",
    "Structure",
    "Validation",
    "Wanted",
    "canonical",
    "definition_id",
    "describe",
    "diff",
    "from_json",
    "normalise",
    "parse",
    "to_json",
    "validate",
]
