"""A cohort query beside hand-written SQL, pandas and duckcdm, on a generated database: the same numbers, timed.

    copilot cohort generate /tmp/cdm.duckdb --persons 1000000
    python -m benchmarks.cohort /tmp/cdm.duckdb

Each system has a process of its own, and they run in turns: the first run and the best of WARM more in seconds,
processor seconds of the best (all threads; on a busy machine the better measure), and peak memory. All deliver
persons, events and days at risk by arm, sex, age band and breakdown; time bins with deaths and losses; and who is in
the cohort beside everyone. Ours makes member sets for the disclosure ledger besides, and fits Cox regression where
there is a comparator. Two things ours learns once: who everyone is in this database (`sql, no source` leaves that
out, for the strictest comparison), and the SQL of a question (`ours, new` forgets it before each run).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.cohort_peers import COPD, LEVEL, STROKE, Numbers, Run, duckcdm, pandas, sql
from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.counts import ARMS, CohortCounts
from retrieval.cohort.execute import execute
from retrieval.cohort.registry import load

WARM = 4
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
    "ours, new": ours_new,
    "pandas": pandas,
    "duckcdm": duckcdm,
}


def one(name: str, file: Path, query: str) -> None:
    """Runs one system each time a line comes in, and prints a JSON line: the numbers and what they cost."""
    run = SYSTEMS[name](file, query)
    for _ in sys.stdin if run else ():
        begun, begun_here = time.perf_counter(), time.process_time()
        found = run()  # type: ignore[misc]
        timed = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - begun_here}
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
        print(json.dumps({"numbers": found, "mb": memory} | timed), flush=True)


def turns(file: Path, query: str) -> dict[str, list[dict[str, Any]]]:
    """The runs of each system, one after the other in turn, so that what else the machine does meets all alike."""
    command = [sys.executable, "-m", "benchmarks.cohort", str(file)]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in SYSTEMS}
    with ExitStack() as stack:
        asked = {
            name: stack.enter_context(
                subprocess.Popen([*command, name, query], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            for name in SYSTEMS
        }
        for _ in range(1 + WARM):
            for name, process in asked.items():
                if process.poll() is None and process.stdin and process.stdout:
                    with suppress(BrokenPipeError):
                        print(file=process.stdin, flush=True)
                        if line := process.stdout.readline():
                            found[name].append(json.loads(line))
        for process in asked.values():
            process.communicate()
    return {name: runs for name, runs in found.items() if runs}


def main(file: Path) -> None:
    for query in (COPD, STROKE):
        print(f"{query}, by {LEVEL[query]}")
        found = turns(file, query)
        best = {
            name: {kind: min(run[kind] for run in runs[1:]) for kind in ("seconds", "cpu")}
            for name, runs in found.items()
        }
        for name, runs in found.items():
            print(
                f"  {name:14}  first {runs[0]['seconds']:5.2f} s  warm {best[name]['seconds']:5.2f} s"
                f"  processor {best[name]['cpu']:5.2f} s  peak {runs[-1]['mb']:,.0f} MB"
            )
            wrong = [part for part, rows in runs[-1]["numbers"].items() if rows != found["ours"][-1]["numbers"][part]]
            assert not wrong, f"{name} and ours disagree about {wrong}"
        for mine, name in (("ours", "sql"), ("ours, new", "sql"), ("ours", "sql, no source")):
            by = {kind: best[mine][kind] / best[name][kind] for kind in ("seconds", "cpu")}
            print(f"  {mine} / {name}: {by['seconds']:.2f} of the time, {by['cpu']:.2f} of the processor", flush=True)


if __name__ == "__main__":
    database = Path(sys.argv[1])
    one(sys.argv[2], database, sys.argv[3]) if len(sys.argv) > 2 else main(database)
