"""The rules of disclosure control, as a file that a privacy officer can read and sign."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from retrieval.errors import BadInput
from retrieval.evidence import Frozen


class Policy(Frozen):
    """What may be shown, and how much of it to one requester. Defaults are the strict end of common practice."""

    floor: int = Field(
        default=11,
        ge=5,
        le=1000,
        description="fewest persons a shown number may stand for: in the group, with the outcome, without it "
        "(11: CMS cell size suppression policy)",
    )
    show_zero_events: bool = Field(
        default=True, description="show that nobody had the outcome, in a group of at least `floor` persons"
    )
    queries_per_day: int = Field(default=50, ge=1, description="new queries per requester and day, refused ones too")
    numbers_total: int = Field(
        default=2000, ge=1, description="independent exact counts that one requester may ever hold"
    )
    persons_per_number: int = Field(
        default=5,
        ge=2,
        description="persons that the database must hold for each such count: many exact sums over few persons let "
        "the persons be reconstructed (Dinur & Nissim, PODS 2003)",
    )
    one_requester: bool = Field(
        default=False,
        description="treat all requesters as one who knows every answer; they then share `numbers_total`",
    )
    noise_epsilon: float | None = Field(
        default=None, gt=0, le=10, description="differential privacy: epsilon of one query; None: exact counts"
    )
    epsilon_total: float = Field(default=20.0, gt=0, description="epsilon that one requester may spend in all")

    @property
    def hash(self) -> str:
        """SHA-256 of the rules."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def numbers(self, persons: int) -> int:
        """Independent exact counts that one requester may hold of a database of `persons`."""
        return min(self.numbers_total, persons // self.persons_per_number)


def load(path: Path) -> Policy:
    """The policy in a TOML file; what it does not name keeps its default.

    Raises BadInput: not readable, not TOML, an unknown rule, or a value outside its limits.
    """
    try:
        return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = f"The disclosure policy {path} cannot be read ({type(error).__name__})."
    except ValidationError as error:
        found = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))
        problem = f"The disclosure policy {path} is not valid: {found}."
    raise BadInput(problem, kept="Nothing was released.", next_step="docs/disclosure.md lists the rules.")
