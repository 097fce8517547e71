"""Ways to a billing code: by hand, SIMPONI host to host, and its simulator."""

from __future__ import annotations
