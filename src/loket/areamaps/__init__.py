"""
Digital maps of statistical work areas: read, check, cut, write, package, preview.

A library with its own command line (``python -m loket.areamaps``). GDAL, GEOS and PROJ are
used here and nowhere else in the product.
"""

from __future__ import annotations
