"""What a run of `copilot deid` did: counts on stderr, and one JSON line for each file of a folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from copilot.cli.console import atomic, err
from copilot.deid.changes import DeidentifiedRecord
from copilot.deid.types import Deidentified

Row = Mapping[str, Any]
"""`verdict`; `spans` or `replaced` (category -> count); of records `actions` (action -> before, after), `left_out`;
of tables `rows`."""


def row_of_text(id: Any, outcome: Deidentified) -> dict[str, Any]:
    """One line of the contract: offsets into the input."""
    spans = [span.model_dump(include={"start", "end", "label", "surrogate"}) for span in outcome.spans]
    return {"id": id, "text": outcome.text, "verdict": outcome.verdict, "spans": spans}


def row_of_record(id: str, outcome: DeidentifiedRecord) -> dict[str, Any]:
    """A FHIR record in counts."""
    before, after = Counter[str](), Counter[str]()
    for change in outcome.changes:
        before[change.action] += change.before
        after[change.action] += change.after
    return {
        "id": id,
        "verdict": "pass",
        "actions": {action: [count, after[action]] for action, count in before.items()},
        "replaced": outcome.replaced,
        "left_out": outcome.left_out,
    }


class Report:
    """Counts over rows."""

    def __init__(self) -> None:
        self._verdicts, self._labels = Counter[str](), Counter[str]()
        self._before, self._after, self._totals = Counter[str](), Counter[str](), Counter[str]()

    def add(self, row: Row) -> None:
        """Counts a text, a record, a table or a file that was refused."""
        self._verdicts[row["verdict"]] += 1
        self._labels.update(span["label"] for span in row.get("spans", ()))
        self._labels.update(row.get("replaced", {}))
        for action, (before, after) in row.get("actions", {}).items():
            self._before[action] += before
            self._after[action] += after
        self._totals.update({name: row.get(name, 0) for name in ("rows", "left_out")})

    def show(self) -> None:
        """Prints the counts."""
        err.print(f"Verdicts: {_listed(self._verdicts)}")
        err.print(f"Replaced in words: {_listed(self._labels) or 'nothing'}")
        for action, count in self._before.most_common():
            err.print(f"{action}: {count:,} values, {self._after[action]:,} left")
        if self._totals["rows"]:
            err.print(f"Rows: {self._totals['rows']:,}")
        if self._totals["left_out"]:
            err.print(f"Texts left out of records, because nobody vouches for them: {self._totals['left_out']:,}")


class Ledger:
    """`report.jsonl` of a folder. While a run lasts its lines stand in `report.jsonl.part`; a later run takes over
    those whose input is still the same.

    `input` in a row is a keyed hash of what was read and how; use as a context manager.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self.path = folder, folder / "report.jsonl"
        self._part = folder / "report.jsonl.part"
        self._rows: list[dict[str, Any]] = []
        self._earlier = {row["id"]: row for path in (self.path, self._part) for row in _rows(path)}

    def taken_over(self, id: str, fingerprint: str) -> bool:
        """True if an earlier run has done this very input, and its result is still there."""
        row = self._earlier.get(id)
        if (
            row is None
            or row.get("input") != fingerprint
            or (row["verdict"] == "pass") != (self._folder / id).is_file()
        ):
            return False
        self._rows.append(row)
        return True

    def add(self, row: dict[str, Any], fingerprint: str) -> None:
        """Writes the row of a finished file."""
        self._rows.append(row | {"input": fingerprint})
        with self._part.open("a", encoding="utf-8") as file:
            file.write(json.dumps(self._rows[-1], ensure_ascii=False) + "\n")

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            return
        report = Report()
        with atomic(self.path) as file:
            for row in self._rows:
                report.add(row)
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._part.unlink(missing_ok=True)
        report.show()


def _rows(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a report; a run that was killed may have left half of one."""
    rows = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else ():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and {"id", "verdict"} <= row.keys():
            rows.append(row)
    return rows


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.most_common())
