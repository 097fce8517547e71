"""
Kabupaten Banjarnegara for demonstrations: real names and codes, invented shapes.

The 20 kecamatan and 278 desa and kelurahan carry their BPS codes; their borders are drawn by a
seeded generator and mean nothing.
"""

from __future__ import annotations
