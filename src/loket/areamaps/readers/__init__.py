"""
Reading delivered maps back without GDAL.

What was written through GDAL is read here by other means, so that a fault of the writer cannot
hide in the reader: bytes of the Shapefile specification, SQLite, JSON and XML.
"""

from __future__ import annotations
