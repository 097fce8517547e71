"""
Display formats of SPSS and Stata: which of them a file of the other, or of another kind, holds.

Sources: SPSS Command Syntax Reference, "Variable Types and Formats"; Stata, "help format".
"""

from __future__ import annotations

import re
from typing import Literal

from loket.microdata.codebook import Kind, Variable

Maker = Literal["", "spss", "stata", "any"]
WIDEST, MOST_DECIMALS = 40, 16
_SPSS: dict[Kind, re.Pattern[str]] = {
    "numeric": re.compile(
        r"(F|COMMA|DOT|DOLLAR|PCT|E|N|Z|CC[A-E]|TIME|DTIME|WKDAY|MONTH)\d+(\.\d+)?"
    ),
    "date": re.compile(r"[AESJ]?DATE\d+"),
    "datetime": re.compile(r"(DATETIME|YMDHMS)\d+(\.\d+)?"),
}
_STATA: dict[Kind, re.Pattern[str]] = {
    "numeric": re.compile(r"%.+"),
    "date": re.compile(r"%t?d.*"),
    "datetime": re.compile(r"%tc"),
    "text": re.compile(r"%-?\d+s"),
}


def held(variable: Variable, maker: Maker) -> str:
    """Return the variable's format as a file of ``maker`` holds it, or an empty text."""
    said = variable.display_format
    if maker == "any":
        return said
    pattern = {"spss": _SPSS, "stata": _STATA}.get(maker, {}).get(variable.kind)
    return said if pattern and pattern.fullmatch(said) else ""


def is_lost(variable: Variable, maker: Maker) -> bool:
    """Tell whether the variable has a format that will not be seen again in the file."""
    said = variable.display_format
    if not said or held(variable, maker):
        return False
    # SPSS shows a text in its own width, whatever the format said.
    return not (maker == "spss" and variable.kind == "text" and said.startswith("A"))


def spss_format(variable: Variable) -> str:
    """Return the format under which SPSS is to show the variable."""
    if variable.kind == "datetime":
        return held(variable, "spss") or "DATETIME20"
    return held(variable, "spss") or spss_input(variable)


def spss_input(variable: Variable) -> str:
    """Return the format by which SPSS reads the variable from our CSV."""
    if variable.kind == "text":
        return f"A{max(variable.width, 1)}"
    if variable.kind == "date":
        return "SDATE10"
    if variable.kind == "datetime":
        return "YMDHMS20"
    decimals = min(variable.decimals, MOST_DECIMALS)
    least = decimals + 2 if decimals else 1
    return f"F{min(max(variable.width, least), WIDEST)}.{decimals}"
