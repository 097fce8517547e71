"""Which engine carries out selections: DuckDB in this process, or a Spark cluster."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import cast

from loket.microdata.errors import MicrodataError
from loket.microdata.extract import Engine


def engine_named(said: str, shared: Path) -> Engine | None:
    """
    Return the engine at ``said``: ``duckdb`` (None), ``spark://host:7077`` or ``local[2]``.

    ``shared`` is a folder that the cluster's workers see, too.

    :raises MicrodataError: if the address is of another kind, or pyspark is not installed
    """
    if said in {"", "duckdb"}:
        return None
    if not said.startswith(("spark://", "local")):
        raise MicrodataError(
            id=f"mesin ekstraksi {said!r} tidak dikenal; pilih duckdb atau spark://host:7077",
            en=f"unknown extraction engine {said!r}; choose duckdb or spark://host:7077",
        )
    try:
        spark = import_module("loket.microdata.spark")
    except ImportError as error:
        raise MicrodataError(
            id=f"Spark belum terpasang ({error}); pasang dengan: make spark",
            en=f"Spark is not installed ({error}); install it with: make spark",
            place=said,
        ) from error
    return cast("Engine", spark.SparkEngine(said, shared))
