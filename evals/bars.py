"""The bars: what each measure must reach, and why (`bars.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from evals.stats import Estimate
from evals.suite import Size

Outcome = Literal["met", "broken", "not measured"]


class Bar(BaseModel):
    """One bar: the value itself must reach it; the interval beside it says how sure that is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    measure: str
    at_least: float | None = None
    at_most: float | None = None
    sizes: tuple[Size, ...] = ("slice", "quick", "full")
    reason: str

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a bar has one of at_least and at_most")
        return self

    @property
    def words(self) -> str:
        return f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"

    def outcome(self, measured: Estimate | None) -> Outcome:
        """A measure that was not taken meets no bar."""
        if measured is None:
            return "not measured"
        low = self.at_least is not None and measured.value < self.at_least
        high = self.at_most is not None and measured.value > self.at_most
        return "broken" if low or high else "met"


@cache
def bars() -> tuple[Bar, ...]:
    """Every bar, in the order of the file."""
    text = resources.files("evals").joinpath("bars.toml").read_text(encoding="utf-8")
    return tuple(Bar.model_validate(row) for row in tomllib.loads(text)["bar"])
