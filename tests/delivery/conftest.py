from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.factories import Shop, new_shop


@pytest.fixture
def shop(db: None, tmp_path: Path, settings: Any) -> Shop:
    settings.LOKET_STORAGE = f"disk:{tmp_path / 'files'}"
    return new_shop()
