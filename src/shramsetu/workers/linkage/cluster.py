"""The same search on a Spark cluster, for registries that one machine does not hold: `bulk.search(engine=…)`.

The extract is written as for DuckDB and put where every worker of the cluster can read it. Spark is an extra of the
package and is given as an open session: nothing here starts one.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from splink import Linker

from shramsetu.workers.linkage import linking, model
from shramsetu.workers.linkage.linking import Pairing


def linked(extract: Path, rows: int, spark: Any) -> Iterator[Pairing]:
    """Search at once in the Spark session; the pairs from LEAST on are then given one by one."""
    backend = import_module("splink.backends.spark")  # asks for pyspark, which is an extra
    api = backend.SparkAPI(spark_session=spark, register_udfs_automatically=False)
    registered = api.register(spark.read.parquet(extract.as_posix()))
    linker = Linker(registered, model.settings(rows), log_level=None)
    linking.train(linker, rows)
    found = spark.sql(linking.picked(linking.predicted(linker).physical_name))
    return (linking.pairing(tuple(row)) for row in found.toLocalIterator())
