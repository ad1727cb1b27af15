"""Runs a suite of five cases and is killed, as if the power failed, while it works on the fourth."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from evals import run
from evals.suites import gate


def main(folder: Path, survive: bool) -> None:
    solved = []

    def solve(case: gate.Case) -> gate.Answer:
        solved.append(case.id)
        if len(solved) == 4 and not survive:
            os.kill(os.getpid(), signal.SIGKILL)
        return gate.solve(case)

    def cases(size: gate.Size, seed: int) -> list[gate.Case]:
        return list(gate.cases(size, seed))[:5]

    gate.SUITE = gate.Suite("gate", gate.SUITE.card, cases, solve, gate.judge)
    run.run(["gate"], folder, "slice")
    print(len(solved))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] == "survive")
