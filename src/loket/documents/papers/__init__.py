"""
The papers: frozen data in, PDF out.

Each module holds one paper: its data as a frozen dataclass, ``render(data) -> bytes`` and
``TEMPLATE_VERSION``. Rendering reads no clock, no database and no network; the same data
and template version give the same bytes. The files are PDF/A-2a and PDF/UA-1.
"""

from __future__ import annotations
