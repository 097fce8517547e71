"""A SIMPONI export against our own books."""

from __future__ import annotations
