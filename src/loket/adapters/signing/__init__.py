"""Electronic signatures: PKCS#12, BSrE, a simulator, and a judge of any of them."""

from __future__ import annotations
