"""A cohort query beside hand-written SQL, pandas and duckcdm, on a generated database: the same numbers, timed.

    copilot cohort generate /tmp/cdm.duckdb --persons 1000000
    python -m benchmarks.cohort /tmp/cdm.duckdb

Each system runs in a process of its own: the first run, the best of WARM more in seconds, and peak memory. All
deliver persons, events and days at risk by arm, sex, age band and breakdown; time bins with deaths and losses; and who
is in the cohort beside everyone. Ours makes member sets for the disclosure ledger besides, and fits Cox regression where
there is a comparator. Two things ours learns once: who everyone is in this database (`sql, no source` leaves that out, for
the strictest comparison), and the SQL of a question (`ours, new` forgets it before each run).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.cohort_peers import COPD, LEVEL, STROKE, Numbers, Run, duckcdm, pandas, sql
from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.counts import ARMS, CohortCounts
from retrieval.cohort.execute import execute
from retrieval.cohort.registry import load

WARM = 7
_OPEN = ExitStack()


def ours(file: Path, query: str) -> Run:
    opened = _OPEN.enter_context(open_cdm(file))
    return lambda: _numbers(execute(load(query), opened)[0])


def ours_new(file: Path, query: str) -> Run:
    opened = _OPEN.enter_context(open_cdm(file))

    def run() -> Numbers:
        for key in [key for key in opened.memory if key != "everyone"]:
            del opened.memory[key]
        return _numbers(execute(load(query), opened)[0])

    return run


def _numbers(counts: CohortCounts) -> Numbers:
    """As the peers give them."""
    return {
        "strata": sorted(
            (ARMS.index(s.arm), s.sex, s.age_band, s.level, s.n, s.events, s.person_days) for s in counts.strata
        ),
        "bins": sorted(
            (ARMS.index(b.arm), b.start, b.at_risk, b.events, b.deaths, b.censored, b.person_days)
            for b in counts.bins
        ),
        "cohort": sorted((c.level, c.cohort_n) for c in counts.composition if c.cohort_n),
        "everyone": sorted((c.level, c.source_n) for c in counts.composition if c.source_n),
    }


SYSTEMS = {
    "sql": sql,
    "sql, no source": partial(sql, source=False),
    "ours": ours,
    "pandas": pandas,
    "duckcdm": duckcdm,
}


def one(name: str, file: Path, query: str) -> None:
    """Times one system and prints a JSON line."""
    run = SYSTEMS[name](file, query)
    if run is None:
        return
    seconds = []
    for _ in range(1 + WARM):
        begun = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - begun)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    print(json.dumps({"numbers": found, "first": seconds[0], "warm": min(seconds[1:]), "mb": memory}))


def main(file: Path) -> None:
    for query in (COPD, STROKE):
        print(f"{query}, by {LEVEL[query]}")
        results = {}
        for name in SYSTEMS:
            command = [sys.executable, "-m", "benchmarks.cohort", str(file), name, query]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            if not said:
                continue
            results[name] = shown = json.loads(said)
            print(
                f"  {name:14}  first {shown['first']:5.2f} s  warm {shown['warm']:5.2f} s  peak {shown['mb']:,.0f} MB"
            )
        for name, shown in results.items():
            wrong = [part for part, rows in shown["numbers"].items() if rows != results["ours"]["numbers"][part]]
            assert not wrong, f"{name} and ours disagree about {wrong}"
        for name in ("sql", "sql, no source"):
            print(f"  warm, ours / {name}: {results['ours']['warm'] / results[name]['warm']:.2f}")


if __name__ == "__main__":
    database = Path(sys.argv[1])
    one(sys.argv[2], database, sys.argv[3]) if len(sys.argv) > 2 else main(database)
