"""Where files lie: on a disk or in an S3-compatible store, and sealed in either."""

from __future__ import annotations
