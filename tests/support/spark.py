"""A local Spark session with a CDM in its catalogue."""

from __future__ import annotations

from pathlib import Path

import duckdb
from pyspark.sql import SparkSession


def load(folder: Path, source: Path) -> SparkSession:
    """Copies the CDM in a DuckDB file into the database `cdm` of a new session; stop the session afterwards."""
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "America/New_York")  # ours must not depend on it
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    session.sql("CREATE DATABASE IF NOT EXISTS cdm")
    with duckdb.connect(str(source), read_only=True) as con:
        for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            file = folder / f"{table}.parquet"
            con.execute(f"COPY {table} TO '{file}'")
            session.read.parquet(str(file)).write.saveAsTable(f"cdm.{table}")
    return session
