"""DDI-Codebook: reading what is met in the world, writing valid 2.5."""

from __future__ import annotations
