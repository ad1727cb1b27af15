"""`run.json`: of what size, seed and code the run in a folder is, and which suites were asked of it."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ValidationError

from copilot import __version__
from evals.suite import Size
from retrieval.errors import BadInput
from retrieval.files import whole

_FILE = "run.json"
UNFINISHED = "It was stopped before its end, or failed. The same command goes on with it."


class Manifest(BaseModel):
    """`suites`: every suite that was asked for, and "" or why it could not be run."""

    size: Size
    seed: int
    code: str
    suites: dict[str, str] = {}

    @property
    def about(self) -> dict[str, str | int]:
        """What makes two runs alike."""
        return {"size": self.size, "seed": self.seed, "code": self.code}

    def left_out(self, finished: Iterable[str]) -> dict[str, str]:
        """{suite: why it has no result}, of those that were asked for: a report must not forget them."""
        there = set(finished)
        return {name: why or UNFINISHED for name, why in sorted(self.suites.items()) if name not in there}

    def write(self, folder: Path) -> None:
        """Into the folder of the run."""
        with whole(folder / _FILE) as part:
            part.write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Of the run in a folder. Raises BadInput: there is none."""
        try:
            return cls.model_validate_json((folder / _FILE).read_text(encoding="utf-8"))
        except (OSError, ValidationError, UnicodeDecodeError) as error:
            raise BadInput(
                "This folder holds no run.", next_step="`copilot eval run SUITE --report DIR` makes one."
            ) from error

    @classmethod
    def for_run(cls, folder: Path, size: Size, seed: int, wanted: Iterable[str]) -> Self:
        """Of a run that begins or goes on in `folder`.

        Raises:
            BadInput: the folder holds a run of another size, seed or version.
        """
        mine = cls(size=size, seed=seed, code=version())
        earlier = cls.read(folder) if (folder / _FILE).is_file() else mine
        if earlier.about != mine.about:
            raise BadInput(
                "The folder holds a run of another size, seed or version of the code.",
                kept="It was not changed.",
                next_step="Choose another folder, so that every report is of one run.",
            )
        return mine.model_copy(update={"suites": earlier.suites | dict.fromkeys(wanted, "")})


def version() -> str:
    """The package's version and, in a checkout, the commit; after "+" a fingerprint of what was changed since."""
    try:
        commit = _git("describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*").decode().strip()
        changed = hashlib.sha256(_git("diff", "HEAD")).hexdigest()[:8] if commit.endswith("+") else ""
    except (OSError, subprocess.CalledProcessError):
        return __version__
    return f"{__version__} {commit}{changed}"


def _git(*asked: str) -> bytes:
    # Output is taken as bytes: a diff holds files of any encoding.
    return subprocess.run(("git", "-C", str(Path(__file__).parent), *asked), capture_output=True, check=True).stdout
