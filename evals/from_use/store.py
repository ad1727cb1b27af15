"""Where decided cases lie: `cases/` in the installation's home, one file each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from evals.from_use.candidates import Check
from evals.from_use.case import Candidate
from retrieval.errors import BadInput
from retrieval.files import whole

HOW_TO = (
    "Read each candidate. Set `decision` to accept or reject. For accept, say in `expect` what the product should "
    "do: `status` (answered or abstained), `reason`, `says` and `never` (statements), `cites` and `never_cites` "
    "(ids of texts). Take out whatever could tell who the patient is. Then: copilot eval accept THIS-FILE"
)


def folder(home: Path) -> Path:
    """The folder of decided cases of an installation."""
    return home / "cases"


def write(candidates: Iterable[Candidate]) -> str:
    """The file that a person goes through."""
    rows = [one.model_dump(mode="json") for one in candidates]
    return json.dumps({"how_to": HOW_TO, "candidates": rows}, ensure_ascii=False, indent=1) + "\n"


def decided(where: Path) -> list[Candidate]:
    """Every case in the folder, accepted or refused, by id. Raises BadInput: one cannot be read."""
    return [_decided(file) for file in sorted(where.glob("*.json"))] if where.is_dir() else []


def _decided(file: Path) -> Candidate:
    try:
        return Candidate.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise BadInput(
            f"The case {file.stem} of this installation cannot be read.",
            kept="It was not changed.",
            next_step="Mend cases/" + file.name + " in the installation's home, or take it away.",
        ) from error


def take(candidates: Iterable[Candidate], where: Path, check: Check) -> tuple[int, int, int]:
    """Keeps what a person decided; (accepted, refused, left open). Of what was refused only the id is kept.

    Raises Identifying: a text that was added names somebody; nothing was taken in.
    """
    listed = list(candidates)
    accepted = [one for one in listed if one.decision == "accept"]
    refused = [one for one in listed if one.decision == "reject"]
    for one in accepted:
        for text in one.written():
            check(text)
    for one in accepted:
        _put(where / f"{one.id}.json", one)
    for one in refused:
        _put(where / f"{one.id}.json", Candidate(id=one.id, question="(refused)", decision="reject"))
    return len(accepted), len(refused), len(listed) - len(accepted) - len(refused)


def _put(file: Path, case: Candidate) -> None:
    with whole(file) as part:
        part.write_text(case.model_dump_json(indent=1), encoding="utf-8")
