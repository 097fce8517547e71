"""Readers and writers of data files, one file for each format."""

from __future__ import annotations
