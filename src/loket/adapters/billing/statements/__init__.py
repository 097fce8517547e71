"""SIMPONI exports as files: CSV of any delimiter and encoding, and XLSX."""

from __future__ import annotations
