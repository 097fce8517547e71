"""Checking e-Meterai: by the signature it leaves in the PDF, or by a person's eyes."""

from __future__ import annotations
