from __future__ import annotations

from tests.catalogue.conftest import (  # noqa: F401 - the same catalogue, seen from outside
    edition,
    imported,
    kecamatan_layer,
    map_folder,
    map_product,
    masters_folder,
    microdata_product,
    office,
    susenas_files,
)
