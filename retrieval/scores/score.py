"""What a score is: its inputs, how they make a number, what the number means, and where all of that was published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from retrieval.scores.inputs import Input
from retrieval.scores.known import Known

Values = Mapping[str, Any]
"""Input name -> bool, float, str or set of codes; complete for the inputs of a part."""
Meaning = Callable[[float, Mapping[str, Known]], str]
"""What the publication says about a value of the main output, given what is known of the inputs."""


@dataclass(frozen=True)
class Part:
    """Inputs that act on the score together. A score is the sum of its parts, output by output.

    `knots`: for each number, the values at which the part jumps or turns; between them it rises or falls only. That
    makes the range over missing inputs exact. `rising`: each input can only raise it, so two corners are enough.
    """

    inputs: tuple[Input, ...]
    of: Callable[[Values], Mapping[str, float]]
    knots: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    rising: bool = False


@dataclass(frozen=True, kw_only=True)
class Score:
    """One published score.

    `published`: the paper; `doi`: its identifier, empty where there is none. `output`: the main one of the outputs.
    `limits`: the lowest and highest value there is. `about`: concepts of which one must be recorded for the score to
    be of interest; `not_with`: concepts with which it does not hold. `family`: of its members, one answers.
    `time_critical`: why it must not be asked of this tool while the emergency is in progress.
    """

    name: str
    title: str
    version: str
    doi: str
    predicts: str
    population: str
    parts: tuple[Part, ...]
    published: str
    meaning: Meaning
    output: str = "points"
    unit: str = "points"
    decimals: int = 0
    limits: tuple[float, float] | None = None
    about: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    family: str = ""
    time_critical: str = ""
    licence: str = ""

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Every input once, in the order of the parts."""
        return tuple({one.name: one for part in self.parts for one in part.inputs}.values())

    def compute(self, values: Values) -> dict[str, float]:
        """Output name -> unrounded value, from complete and valid values."""
        total: dict[str, float] = {}
        for part in self.parts:
            for name, value in part.of(values).items():
                total[name] = total.get(name, 0.0) + value
        return total


def bands(*steps: tuple[float, str]) -> Meaning:
    """The meaning of a value from the lower bounds of its bands: `bands((0, "low"), (4, "high"))`."""

    def meaning(value: float, _: Mapping[str, Known]) -> str:
        return next((text for low, text in reversed(steps) if value >= low), steps[0][1])

    return meaning


def table(rates: Mapping[int, str], text: str) -> Meaning:
    """The meaning of whole points from a published table; above its last row, the last row. `text` holds one {}."""

    def meaning(value: float, _: Mapping[str, Known]) -> str:
        return text.format(rates[min(max(round(value), min(rates)), max(rates))])

    return meaning
