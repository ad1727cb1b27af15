"""Records of the sample literature with the design and sample size a reader gave them, beside what `grade` says."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from evals import lab
from retrieval.evidence import Design, Grade
from retrieval.record import Record


class Graded(NamedTuple):
    """One labelled record. `summed`: the abstract gives the sizes of groups only, and `n` is their sum.

    `judged` is false where an abstract gives several sizes none of which is plainly that of the study.
    """

    record: Record
    design: Design
    n: int | None
    summed: bool
    judged: bool
    doubtful: bool

    @property
    def got(self) -> Grade:
        return self.record.grade


def labelled(half: str, folder: Path) -> list[Graded]:
    """The labelled records of evals/data/grading (`dev` or `test`) whose MEDLINE file lies in `folder`."""
    rows = lab.lines(f"grading/{half}.jsonl")
    found = {name: lab.records(folder / f"{name}.xml.gz") for name in {row["file"] for row in rows}}
    return [
        Graded(record, row["design"], row["n"], bool(row.get("n_sum")), row["n_judged"], row["doubtful"])
        for row in rows
        if (record := found[row["file"]].get(row["pmid"])) is not None
    ]
