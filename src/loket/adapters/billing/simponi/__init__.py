"""SIMPONI host to host: billing codes made and payments asked over its web service."""

from __future__ import annotations
