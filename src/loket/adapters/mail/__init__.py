"""Ways a letter leaves: an SMTP server, a folder, or memory."""

from __future__ import annotations
