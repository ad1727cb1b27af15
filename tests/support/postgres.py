"""A PostgreSQL server of the machine's own package, in a temporary folder, on a socket."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg

from retrieval.cohort.omop import tables, type_of

_TYPES = {"VARCHAR": "TEXT", "DOUBLE": "DOUBLE PRECISION"}


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl, None if PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def server() -> Iterator[Path]:
    """Runs one; the folder holds its socket, and `postgres` may log in on it."""
    bin = binaries()
    assert bin is not None
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        home = Path(name)
        if os.getuid() == 0:  # the server refuses to run as root
            account = pwd.getpwnam("postgres")
            os.chown(home, account.pw_uid, account.pw_gid)
        data = home / "data"
        _run(bin / "initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
        _run(bin / "pg_ctl", "-D", str(data), "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield home
        finally:
            _run(bin / "pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def load(socket: Path, source: Path) -> None:
    """Copies the CDM in a DuckDB file into the schema `cdm`; the role `reader` may read it and nothing else."""
    with duckdb.connect(str(source), read_only=True) as con, psycopg.connect(_dsn(socket)) as server:
        server.execute("CREATE SCHEMA cdm; CREATE SCHEMA work; CREATE ROLE reader LOGIN")
        held = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        for table, columns in tables().items():
            if table not in held:
                continue
            typed = (f"{column} {_TYPES.get(type_of(column), type_of(column))}" for column in columns)
            server.execute(f"CREATE TABLE cdm.{table} ({', '.join(typed)})")
            rows = con.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            with server.cursor().copy(f"COPY cdm.{table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        server.execute(
            "GRANT USAGE ON SCHEMA cdm TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA cdm TO reader;"
            "GRANT ALL ON SCHEMA work TO reader; ANALYZE"
        )


def _dsn(socket: Path) -> str:
    return f"host={socket} user=postgres dbname=postgres"


def _run(program: Path, *arguments: str) -> None:
    as_other = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/tmp", **as_other)
