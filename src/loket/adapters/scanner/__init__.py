"""Judging uploads: by their structure in a limited child process, and by ClamAV."""

from __future__ import annotations
