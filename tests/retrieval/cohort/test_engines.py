"""The same numbers on a real server as on DuckDB."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import postgres
import psycopg
import pytest
from cdms import random_cdm
from phenotypes import phenotypes
from queries import AF, BLEED, any_of, query, treated

from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.entries import entries
from retrieval.cohort.errors import CdmUnreachable
from retrieval.cohort.execute import execute
from retrieval.cohort.query import CohortQuery
from retrieval.cohort.registry import load

QUERIES = [
    query(),
    query(comparator=any_of(BLEED), lookback_days=0, breakdown="sex"),
    query(index_event=treated(AF, 120), washout_days=0, censoring="cohort", start_day=8, end_day=365, min_age=40),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_cdm(tmp_path_factory.mktemp("cdm") / "random.duckdb")


@pytest.fixture(scope="module")
def socket(file: Path) -> Iterator[Path]:
    if postgres.binaries() is None:
        pytest.skip("needs PostgreSQL (Debian: apt-get install postgresql)")
    with postgres.server() as folder:
        postgres.load(folder, file)
        yield folder


def url(socket: Path, more: str = "") -> str:
    return f"postgresql://reader@/postgres?host={socket}&schema=cdm{more}"


def counted(query: CohortQuery, place: str | Path) -> object:
    with open_cdm(place) as cdm:
        counts, members = execute(query, cdm)
    assert counts.total("index")[1] > 0
    return counts.strata, counts.bins, counts.composition, counts.fits, members.at_risk, members.events


@pytest.mark.parametrize("query", QUERIES, ids=["plain", "comparator", "as treated"])
def test_postgres_counts_as_duckdb(query: CohortQuery, socket: Path, file: Path) -> None:
    assert counted(query, url(socket)) == counted(query, file)


def test_postgres_runs_rules_as_duckdb(socket: Path, file: Path) -> None:
    with_rules = [made for made in phenotypes().values() if made["InclusionRules"]][:2]
    found = []
    for place in (url(socket, "&scratch=work"), str(file)):
        with open_cdm(place) as cdm:
            found.append([sorted(map(tuple, entries(made, cdm).execute().astype(str).values)) for made in with_rules])
            cdm.sweep()
    assert found[0] == found[1] and any(found[0])
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres") as server:
        left = server.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'work'")
        assert left.fetchall() == []


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CdmUnreachable), open_cdm(url(tmp_path)):
        pass


@pytest.mark.sample
@pytest.mark.slow
def test_the_sample_counts_the_same_on_postgres(eunomia: Path) -> None:
    if postgres.binaries() is None:
        pytest.skip("needs PostgreSQL (Debian: apt-get install postgresql)")
    names = ["celecoxib-vs-diclofenac-gi-bleed-90d", "af-stroke-5y", "uti-recurrence-1y"]
    with postgres.server() as folder:
        postgres.load(folder, eunomia)
        for name in names:
            assert counted(load(f"eunomia-{name}"), url(folder)) == counted(load(f"eunomia-{name}"), eunomia)


@pytest.mark.slow
@pytest.mark.sample
def test_the_sample_counts_the_same_on_spark(eunomia: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="needs the extra `spark`")
    if shutil.which("java") is None:
        pytest.skip("needs Java 17")
    import spark

    monkeypatch.chdir(tmp_path)  # Spark's catalogue writes where it is started
    session = spark.load(tmp_path, eunomia)
    try:
        name = "eunomia-celecoxib-vs-diclofenac-gi-bleed-90d"
        assert counted(load(name), "spark:cdm") == counted(load(name), eunomia)
    finally:
        session.stop()
