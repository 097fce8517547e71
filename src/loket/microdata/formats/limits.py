"""
What each format can hold.

Sources: SPSS system file and Stata .dta 118 as documented by their makers and ReadStat; SAS
TS-140 (XPORT); dBASE III+.
"""

from __future__ import annotations

from loket.microdata.formats.fitting import Limits

SAV = Limits(
    format="SPSS",
    name_bytes=64,
    name_pattern=r"[A-Za-z@#$][\w.@#$]*(?<!\.)",
    reserved=frozenset(
        {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
    ),
    file_label_bytes=64,
    label_bytes=256,
    value_label_bytes=120,
    missing_codes=3,
    display="spss",
    text_bytes=32_767,
)
STATA_RESERVED = frozenset(
    {"_ALL", "_N", "_B", "_CONS", "_COEF", "_PI", "_PRED", "_RC", "_SKIP", "BYTE", "DOUBLE"}
    | {"FLOAT", "IF", "IN", "INT", "LONG", "STRL", "USING", "WITH"}
)
DTA = Limits(
    format="Stata",
    name_bytes=32,
    name_pattern=r"[A-Za-z_][A-Za-z0-9_]*",
    reserved=STATA_RESERVED,
    file_label_bytes=256,
    label_bytes=320,
    label_characters=80,
    value_label_bytes=32_000,
    integer_codes_only=True,
    missing=False,
    tags=True,
    measure=False,
    display="stata",
    text_bytes=2_045,
    variables=32_767,
    rows=2**31 - 1,
)
STATA_12 = Limits(format="Stata 12", name_bytes=32, label_characters=80)
DBF = Limits(
    format="dBASE",
    name_bytes=10,
    name_pattern=r"[A-Za-z][A-Za-z0-9_]*",
    upper_names=True,
    labels=False,
    value_labels=False,
    missing=False,
    measure=False,
    text_bytes=254,
    variables=2_046,
    rows=2**31 - 1,
)
CSV = Limits(format="CSV", labels=False, value_labels=False, missing=False, measure=False)
PARQUET = Limits(format="Parquet", tags=True, display="any")
XPT = Limits(
    format="SAS XPORT",
    name_bytes=32,
    name_pattern=r"[A-Za-z_][A-Za-z0-9_]*",
    file_label_bytes=40,
    label_bytes=256,
    value_labels=False,
    missing=False,
    measure=False,
    text_bytes=32_767,
)
XLSX = Limits(
    format="XLSX",
    missing=False,
    measure=False,
    text_bytes=32_767,
    variables=16_384,
    rows=1_048_575,
)
RDS = Limits(format="R", missing_ranges=1, tags=True, display="any", rows=2**31 - 1)
