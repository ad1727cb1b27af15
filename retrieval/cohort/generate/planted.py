"""The planted histories, as values: published curves become hazards per day."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib import resources

from pydantic import model_validator

from retrieval.evidence import Frozen

_YEAR = 365.25
#: hazard pieces a story may have; the SQL draws times from so many
PIECES = 3


class Piece(Frozen):
    """Up to day `until`: the cumulative risk reached there, or a yearly rate from the piece before."""

    until: int
    risk: float | None = None
    per_year: float | None = None


class Hazard(Frozen):
    """Piecewise constant hazard: `per_day[i]` up to day `until[i]`, which ascends."""

    until: tuple[int, ...]
    per_day: tuple[float, ...]

    @classmethod
    def through(cls, curve: tuple[Piece, ...]) -> Hazard:
        """The hazard whose cumulative risk runs through the points of `curve`."""
        per_day, day, cumulative = [], 0, 0.0
        for piece in curve:
            if piece.risk is not None:
                reached = -math.log(1 - piece.risk)
                per_day.append((reached - cumulative) / (piece.until - day))
            else:
                per_day.append((piece.per_year or 0.0) / _YEAR)
            cumulative += per_day[-1] * (piece.until - day)
            day = piece.until
        return cls(until=tuple(p.until for p in curve), per_day=tuple(per_day))

    def padded(self) -> Hazard:
        """The same with exactly `PIECES` pieces."""
        missing = PIECES - len(self.until)
        return Hazard(
            until=self.until + self.until[-1:] * missing, per_day=self.per_day + self.per_day[-1:] * missing
        )

    def on_day(self, day: int) -> float:
        """Hazard from `day` to `day` + 1."""
        return next((h for until, h in zip(self.until, self.per_day, strict=True) if day < until), self.per_day[-1])


class Arm(Frozen):
    """A share of a story's persons (the last arm takes the rest), with its ratio and deaths."""

    name: str
    share: float = 1.0
    share_per_decade: float = 0.0
    ratio: float
    ratio_source: str = ""
    death: tuple[Piece, ...]
    death_source: str


class Story(Frozen):
    """A history that some persons have once: an index event, then the outcome at a planted hazard."""

    name: str
    share: float
    age: int
    per_decade: float
    per_decade_source: str
    black: float = 1.0
    black_source: str = ""
    outcome: str
    curve: tuple[Piece, ...]
    source: str
    control: tuple[Piece, ...] = ()
    control_source: str = ""
    arm: tuple[Arm, ...]

    @model_validator(mode="after")
    def _fits_the_tables(self) -> Story:
        if max(len(c) for c in (self.curve, *(a.death for a in self.arm))) > PIECES or len(self.arm) > 2:
            raise ValueError(f"at most {PIECES} pieces and two arms")
        return self


class Leave(Frozen):
    curve: tuple[Piece, ...]
    source: str


class Question(Frozen):
    """A shipped definition and the arms of a story that it finds; `control`: it counts the control outcome."""

    name: str
    story: str
    index: str
    comparator: str | None = None
    control: bool = False
    end_day: int


class Planted(Frozen):
    leave: Leave
    story: tuple[Story, ...]
    question: tuple[Question, ...]

    def named(self, story: str) -> Story:
        return next(s for s in self.story if s.name == story)


@cache
def planted() -> Planted:
    """What the shipped file plants."""
    text = (resources.files(__package__) / "planted.toml").read_text("utf-8")
    return Planted.model_validate(tomllib.loads(text))
