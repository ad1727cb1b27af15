"""One OMOP CDM behind ibis, only read: a DuckDB file, a folder of Parquet or CSV, PostgreSQL or Spark."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from retrieval.cohort import views
from retrieval.cohort.counts import CdmInfo
from retrieval.cohort.errors import CdmMissing, CdmNotFound, CdmUnreachable
from retrieval.cohort.omop import REQUIRED

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.backends import BaseBackend
    from ibis.expr.types import Table

Memory = dict[Hashable, Any]

_MOST_LEARNT = 1_000

STAGING = "__c_"
"""How the names of tables in the scratch schema begin."""

_DESCRIBING = ("cdm_source_name", "source_description", "cdm_holder")
_SYNTHETIC = ("synthea", "synthetic", "eunomia")


@dataclass(frozen=True)
class Cdm:
    """An open CDM. `schema` is where its tables are, `place` what to call it (no user, no password)."""

    backend: BaseBackend
    schema: str
    place: str
    as_of: date
    """Nothing after this day is believed: later dates are cut off."""
    scratch: str | None = None
    """A schema for what lies between two steps of a query; None: there is none, and each query is one statement."""
    conversions: tuple[views.Conversion, ...] = ()
    """Columns that are converted on reading."""
    memory: Memory = field(default_factory=dict, repr=False)
    """What was learnt of these data; kept between openings while the files are the same."""

    def once(self, key: Hashable, learn: Callable[[], Any]) -> Any:
        """What `learn` returned when first called for `key` on these data. Nobody may change it."""
        if key in self.memory:
            return self.memory[key]
        learnt = learn()
        self.keep(key, learnt)
        return learnt

    def keep(self, key: Hashable, learnt: Any) -> None:
        """Remembers it; when too much is remembered, all else is forgotten."""
        if len(self.memory) >= _MOST_LEARNT:
            self.memory.clear()
        self.memory[key] = learnt

    def statement(self, expression: Table) -> str | None:
        """SQL that stays good for as long as these data do; None where the engine, or what the expression is made
        of, is not of that kind."""
        import ibis.expr.operations as ops

        if self.backend.name != "duckdb" or expression.op().find((ops.InMemoryTable, ops.SQLQueryResult)):
            return None
        return str(self.backend.compile(expression))

    def run(self, statement: str) -> pa.Table:
        """What a `statement` returns."""
        found: pa.Table = self.backend.con.execute(statement).to_arrow_table()
        return found

    def has(self, table: str) -> bool:
        """True if the table exists."""
        return table in self._names

    def table(self, name: str) -> Table:
        """An ibis table. Raises CdmMissing."""
        if not self.has(name):
            raise CdmMissing(name)
        if name not in self._tables:
            self._tables[name] = self.backend.table(name, database=self.schema)
        return self._tables[name]

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {}

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.backend.list_tables(database=self.schema))

    @cached_property
    def info(self) -> CdmInfo:
        """Name and version as the database gives them, its latest observed day, and how many persons it has."""
        source = self._source()
        period = self.table("observation_period")
        last = period.observation_period_end_date.max().execute()
        name = str(source.get("cdm_source_name") or self.place)
        words = " ".join(str(source.get(key) or "") for key in _DESCRIBING)
        return CdmInfo(
            name=name,
            version=str(source.get("cdm_version") or "unknown").removeprefix("v"),
            synthetic=any(word in words.lower() for word in _SYNTHETIC),
            last_data=min(_day(last), self.as_of) if last is not None else self.as_of,
            persons=int(self.table("person").count().execute()),
        )

    @cached_property
    def records_deaths(self) -> bool:
        """True if there is at least one death."""
        return self.has("death") and self.table("death").limit(1).count().execute() > 0

    def _source(self) -> dict[str, Any]:
        if not self.has("cdm_source"):
            return {}
        rows: list[dict[str, Any]] = self.table("cdm_source").limit(1).to_pyarrow().to_pylist()
        return rows[0] if rows else {}

    def sweep(self) -> None:
        """Drops what queries left in the scratch schema."""
        if self.scratch is not None:
            for name in self.backend.list_tables(database=self.scratch, like=f"^{STAGING}"):
                self.backend.drop_table(name, database=self.scratch, force=True)

    def close(self) -> None:
        """Ends the connection."""
        self.backend.disconnect()


@contextmanager
def open_cdm(url: str | Path, *, as_of: date | None = None) -> Iterator[Cdm]:
    """Opens a CDM for reading.

    Args:
        url: path of a DuckDB file or a folder, `postgresql://user@host/database?schema=cdm`, or `spark:DATABASE`
            (the session that Spark's own configuration describes, in UTC). With `&scratch=SCHEMA`, PostgreSQL keeps
            there what lies between two steps of a definition with rules.
        as_of: the day that counts as today; default: today.

    Raises:
        CdmNotFound, CdmLocked, CdmBroken, CdmUnreachable: it cannot be opened.
        CdmMissing: it has no person or observation_period table.
    """
    cdm = _connect(str(url), as_of or date.today())
    try:
        for table in REQUIRED:
            if not cdm.has(table):
                raise CdmMissing(table)
        yield cdm
    finally:
        cdm.close()


def _connect(url: str, as_of: date) -> Cdm:
    if url.startswith(("postgresql://", "postgres://")):
        return _postgres(url, as_of)
    if url.startswith("spark:"):
        return _spark(url.removeprefix("spark:"), as_of)
    return _duckdb(Path(url.removeprefix("duckdb://")), as_of)


def _duckdb(path: Path, as_of: date) -> Cdm:
    import ibis

    if not path.exists():
        raise CdmNotFound(str(path))
    con = views.connect()
    try:
        conversions = views.view_folder(con, path) if path.is_dir() else views.view_file(con, path)
    except BaseException:
        con.close()
        raise
    return Cdm(
        ibis.duckdb.from_connection(con),
        views.SCHEMA,
        path.name,
        as_of,
        views.SCRATCH,
        conversions,
        memory=_remembered(path),
    )


_MEMORIES: dict[Path, tuple[object, Memory]] = {}
_MOST_FILES = 8


def _remembered(path: Path) -> Memory:
    """What is known of the files at `path`: empty as soon as one has another size or time."""
    files = [path, *sorted(path.rglob("*"))] if path.is_dir() else [path, path.with_name(f"{path.name}.wal")]
    stats = [(str(file), file.stat()) for file in files if file.exists()]
    state = tuple((file, stat.st_size, stat.st_mtime_ns) for file, stat in stats)
    place = path.resolve()
    known = _MEMORIES.get(place)
    if known is None or known[0] != state:
        for other in list(_MEMORIES)[: len(_MEMORIES) - _MOST_FILES + 1]:
            _MEMORIES.pop(other, None)
        known = _MEMORIES[place] = state, {}
    return known[1]


def _postgres(url: str, as_of: date) -> Cdm:
    import ibis

    parts = urlsplit(url)
    options = {key: values[0] for key, values in parse_qs(parts.query).items()}
    database, schema = parts.path.lstrip("/"), options.get("schema", "public")
    try:
        backend = ibis.postgres.connect(
            host=parts.hostname or options.get("host"),  # ?host=DIRECTORY is a socket's
            port=parts.port or int(options.get("port", 5432)),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            database=database,
            schema=schema,
        )
    except Exception as error:
        raise CdmUnreachable("PostgreSQL") from error
    return Cdm(backend, schema, database, as_of, options.get("scratch"))


def _spark(database: str, as_of: date) -> Cdm:
    import ibis
    from pyspark.sql import SparkSession

    try:
        session = SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
        session.conf.set("spark.sql.session.timeZone", "UTC")
        backend = ibis.pyspark.connect(session)
    except Exception as error:
        raise CdmUnreachable("Spark") from error
    return Cdm(backend, database or "default", f"spark {database}".strip(), as_of)


def _day(value: Any) -> date:
    """A plain date of what a driver returns for one."""
    day: date = value.date() if hasattr(value, "date") else value
    return day
