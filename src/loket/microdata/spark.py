"""
Selections carried out by a Spark cluster, for surveys that outgrow one machine.

Spark filters, joins and puts in order; what is left it writes as Parquet into a folder that this
process and the cluster's workers share, and the writers stream it from there. Needs the extra
``spark`` (pyspark) and Java.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from loket.microdata import engine
from loket.microdata.definition.model import Definition
from loket.microdata.dialect import SPARK
from loket.microdata.edition import Edition
from loket.microdata.errors import MicrodataError
from loket.microdata.plan import Query, columns_of, deliveries

SETTINGS = {
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class SparkFailed(MicrodataError):
    """The cluster cannot be reached, or gave up."""


@dataclass(frozen=True, slots=True)
class SparkEngine:
    """
    Spark at ``master`` (``spark://host:7077``, ``local[2]``).

    ``shared`` is a folder under the same path here and on every worker, as the masters' folder
    has to be. A session that is open in this process already is used and left open; else one is
    opened for each definition and closed, so that nothing is held on the cluster. More settings
    go into ``spark-defaults.conf``, as Spark's own handbook says.
    """

    master: str
    shared: Path

    @contextmanager
    def selected(self, edition: Edition, definition: Definition, /) -> Iterator[tuple[Query, ...]]:
        """
        Yield queries over what Spark selected, in the master's order.

        :raises MicrodataError: as ``plan`` does; ``SparkFailed`` if the cluster does not answer
        """
        queries = deliveries(edition, definition, SPARK)
        self.shared.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="spark-", dir=self.shared) as scratch:
            # Workers may run as another user.
            Path(scratch).chmod(0o777)
            yield self._carried_out(queries, Path(scratch).absolute())

    def _carried_out(self, queries: tuple[Query, ...], scratch: Path) -> tuple[Query, ...]:
        is_ours = SparkSession.getActiveSession() is None
        try:
            session = self._session()
            try:
                return tuple(
                    _written(session, query, scratch / str(number))
                    for number, query in enumerate(queries)
                )
            finally:
                if is_ours:
                    session.stop()
        except (PySparkException, Py4JError, OSError) as error:
            why = str(error).strip().partition("\n")[0]
            raise SparkFailed(
                id=f"Spark gagal ({why}); periksa alamat klaster, Java dan folder bersama",
                en=f"Spark failed ({why}); check its address, Java and the shared folder",
                place=self.master,
            ) from error

    def _session(self) -> SparkSession:
        builder = SparkSession.builder.master(self.master).appName("loket")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        # Nothing is kept there, but Spark makes the folder, else where the process was started.
        warehouse = (self.shared / "warehouse").absolute().as_uri()
        session = builder.config("spark.sql.warehouse.dir", warehouse).getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        return session


def _written(session: SparkSession, query: Query, place: Path) -> Query:
    """Have Spark write the rows of ``query``, and return a query over them."""
    session.sql(query.sql).write.parquet(place.as_uri())
    # A global sort gives each part a range of rows; the names of the parts are in that order.
    parts = sorted(place.glob("part-*.parquet"))
    listed = ", ".join(engine.literal(str(part)) for part in parts)
    columns = ", ".join(map(engine.quoted, columns_of(query.file)))
    sql = f"SELECT {columns} FROM read_parquet([{listed}])"  # noqa: S608
    return Query(query.file, sql, query.source)
