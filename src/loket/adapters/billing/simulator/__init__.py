"""
A SIMPONI for trials and tests: its own ledger, its own faults, never real money.

It speaks the same protocol over HTTP, in a process of its own; :mod:`.in_process` puts it
behind the billing port without HTTP.
"""

from __future__ import annotations
