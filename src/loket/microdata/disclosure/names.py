"""
Recognising direct identifiers and fine geography by name, by label and by what the values are.

Names and labels are those of Indonesian and English questionnaires. A pattern that fires on an
innocent variable costs an approver a minute; one that stays silent costs a respondent.
"""

from __future__ import annotations

import re

from loket.microdata.codebook import Variable

_PERSON = r"(krt|kk|art|responden|lengkap|ibu|ayah|istri|suami|pemilik|pimpinan|usaha|kepala)"
_NAMES = re.compile(
    rf"""^(
    (b\d+)?_?(nama|nm|name)(_?{_PERSON}\w*)?
    | no_?nik | nik(_?\w*)? | no_?kk | nokk | no_?ktp | ktp | npwp
    | alamat\w* | address | jalan | rt_?rw
    | (no_?)?(telp|telepon|tlp|hp|handphone|phone|wa)(_?\d*)? | email | e_?mail | surel
    | lat(itude)? | lon(g|gitude)? | lintang | bujur | koordinat\w* | gps\w* | geotag\w*
    | no_?rek(ening)? | no_?bpjs | no_?paspor | passport
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_LABELS = re.compile(
    r"""
    \bnama\s+(lengkap|responden|kepala|krt|art|anggota|ibu|ayah|pemilik|pimpinan|usaha)
    | \b(nik|npwp|ktp)\b | nomor\s+induk\s+kependudukan | (nomor|no\.?)\s+kartu\s+keluarga
    | \balamat\b | (nomor|no\.?)\s+(telepon|telp|hp|handphone|rekening|paspor)
    | \b(surel|e-?mail)\b | \b(lintang|bujur|latitude|longitude|koordinat|coordinates)\b
    | \bname\s+of\s+(the\s+)?(respondent|head|household|member|owner|enterprise)
    | \b(respondent|head|member|owner)('s)?\s+name\b
    | \b(street\s+)?address\b | (phone|telephone|passport|bank\s+account)\s+number
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLACES = re.compile(
    r"""^(kd|kode|id|nm|nama|r10[34]|no)?_?
    (kec(amatan)?|desa|kel(urahan)?|desakel|sls|subsls|sub_sls|bs|blok_?sensus|nbs|nks|rt|rw)
    (_?\d+)?$ | ^r10[34]$""",
    re.VERBOSE | re.IGNORECASE,
)
# What values look like, as DuckDB (RE2) patterns of a whole value.
NIK = r"[1-9][0-9]{5}(0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(0[1-9]|1[0-2])[0-9]{6}"
PHONE = r"(\+?62|0)8[1-9][0-9]{7,10}"
MAIL = r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}"
LOOKS: tuple[tuple[str, str], ...] = (("NIK", NIK), ("telp", PHONE), ("surel", MAIL))


def is_identifier(variable: Variable) -> bool:
    """Tell whether the name, the label or the codebook says that it names a person or a place."""
    return (
        variable.security == "identifier"
        or bool(_NAMES.match(variable.name))
        or bool(_LABELS.search(variable.label.id) or _LABELS.search(variable.label.en))
    )


def is_fine_place(variable: Variable) -> bool:
    """Tell whether the name is that of an area below the regency."""
    return bool(_PLACES.match(variable.name))
