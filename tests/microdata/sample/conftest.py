from __future__ import annotations

import pytest

from loket.microdata.edition import Edition
from loket.microdata.synthetic import Plan, synthetic_edition


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("editions") / "susenas"
    return synthetic_edition(Plan({3303: 60, 3304: 300, 3305: 90}), folder)
