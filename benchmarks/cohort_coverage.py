"""How often the 95% intervals of cohort results hold what was planted, over many synthetic databases.

    python benchmarks/cohort_coverage.py [--seeds 200] [--persons 60000] [--json]

Every seed is a database of its own, with its own truth. For speed the databases are joined, some seeds at a time,
each with its own range of person ids; a question is executed once on them and its rows are counted seed by seed. From
there on the way is the product's: strata and bins, disclosure control, measures. The floor is its lowest, 5, so that
almost nothing is suppressed: leaving out the results with few events would bias what is left.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
from rich.progress import track

from retrieval.cohort import cox, registry, tally
from retrieval.cohort.cdm import Cdm, open_cdm
from retrieval.cohort.counts import CohortCounts
from retrieval.cohort.disclosure.decide import decide
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.follow_up import follow_up
from retrieval.cohort.generate import generate
from retrieval.cohort.generate.planted import planted
from retrieval.cohort.measures import measure
from retrieval.cohort.population import named
from retrieval.cohort.query import CohortQuery
from retrieval.cohort.result import Arm, CohortResult, Interval

POLICY = Policy(floor=5)
#: person ids of a seed start at its number times this
STRIDE = 10_000_000
_TABLES = ("person", "observation_period", "death", "visit_occurrence", "condition_occurrence", "drug_exposure")
_SHARED = ("concept", "concept_ancestor", "care_site", "location", "cdm_source")
#: (what is estimated, whether the interval held it)
Verdict = tuple[str, bool]


def verdicts(seeds: Sequence[int], persons: int) -> Iterator[tuple[str, Verdict]]:
    """(question, verdict) for every interval of every question in every seed."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "joined.duckdb"
        truths = {seed: _add(database, seed, persons) for seed in seeds}
        with open_cdm(database) as cdm:
            for question in planted().question:
                query = registry.load(question.name)
                for seed, result in _results(query, cdm):
                    for verdict in judge(result, truths[seed][question.name]):
                        yield question.name, verdict


def judge(result: CohortResult, truth: dict[str, Any]) -> Iterator[Verdict]:
    """Every interval of `result` against the planted truth. What is suppressed is not judged."""
    arms: list[tuple[str, Arm | None]] = [("index", result), ("comparator", result.comparator)]
    for name, arm in arms:
        if arm is None or arm.ci is None or arm.ci_jeffreys is None:
            continue
        expected = truth[name]
        yield "risk, Wilson", _holds(arm.ci, expected["risk"])
        yield "risk, Jeffreys", _holds(arm.ci_jeffreys, expected["risk"])
        for point in arm.curve:
            yield "curve, every point", _holds((point.lo, point.hi), expected["survival"][point.day - 1])
        if arm.curve:
            last = arm.curve[-1]
            yield "curve, last point", _holds((last.lo, last.hi), expected["survival"][last.day - 1])
    for adjusted in result.adjusted:
        if adjusted.measure != "odds ratio":  # odds are not what was planted
            yield f"{adjusted.measure}, {adjusted.method}", _holds(adjusted.ci, truth["ratio"])


def _holds(interval: Interval, value: float) -> bool:
    return interval[0] <= value <= interval[1]


def _add(database: Path, seed: int, persons: int) -> dict[str, Any]:
    """Generates the database of `seed`, adds it to `database`, and returns its truth."""
    single = database.with_name("single.duckdb")
    made = generate(single, persons=persons, seed=seed, visits=0)
    moves = {"person_id": seed * STRIDE, "visit_occurrence_id": seed * STRIDE * 100}
    first = not database.exists()
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"ATTACH '{single}' AS one (READ_ONLY)")
        for table in (*_TABLES, *_SHARED) if first else ():
            connection.execute(f"CREATE TABLE {table} AS FROM one.{table} {'LIMIT 0' if table in _TABLES else ''}")
        for table in _TABLES:
            columns = {row[0] for row in connection.execute(f"DESCRIBE one.{table}").fetchall()}
            moved = ", ".join(f"{name} + {by} AS {name}" for name, by in moves.items() if name in columns)
            connection.execute(f"INSERT INTO {table} SELECT * REPLACE ({moved}) FROM one.{table}")
    single.unlink()
    truth = json.loads(made.truth.read_text("utf-8"))["questions"]
    made.truth.unlink()
    return dict(truth)


def _results(query: CohortQuery, cdm: Cdm) -> Iterator[tuple[int, CohortResult]]:
    """The result of `query` in each seed of the joined databases."""
    try:
        rows = named(follow_up(query, cdm).to_pyarrow().to_pandas(), cdm)
    finally:
        cdm.sweep()
    for seed, mine in rows.groupby(rows.person_id // STRIDE):
        frame = tally.labelled(mine, query)
        fit = cox.fit(frame, query.adjust_for) if query.comparator else None
        counts = CohortCounts(
            query_hash=query.hash,
            data=cdm.info,
            strata=tally.strata(frame, query),
            bins=tally.bins(frame, query),
            fits=(fit,) if fit else (),
            definition_text=query.title,
        )
        yield int(str(seed)), measure(query, decide(counts, POLICY))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--persons", type=int, default=60_000)
    parser.add_argument("--batch", type=int, default=20, help="seeds joined at a time")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    starts = range(1, args.seeds + 1, args.batch)
    for start in track(starts, "seeds", disable=args.json):
        for question, (what, held) in verdicts(range(start, min(start + args.batch, args.seeds + 1)), args.persons):
            found[question, what].append(held)
            found["all questions", what].append(held)
    rows = [
        {"question": question, "interval": what, "judged": len(held), "held": sum(held) / len(held)}
        for (question, what), held in found.items()
    ]
    rows.sort(key=lambda row: (row["interval"], row["question"]))
    if args.json:
        print(json.dumps(rows, indent=1))
        return
    for row in rows:
        print(f"{row['interval']:32} {row['question']:46} {row['held']:7.1%} of {row['judged']:,}")


if __name__ == "__main__":
    main()
