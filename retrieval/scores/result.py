"""What a score answers: a value, or the range in which it must lie and the inputs that would settle it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from pydantic import Field

from retrieval.evidence import Frozen


class Span(Frozen):
    """Where one output lies. `low == high` where it is settled."""

    low: float
    high: float


class Missing(Frozen):
    """An input that is not known, or not exactly."""

    name: str
    label: str
    range: str = Field(description="what it may be")
    ends: dict[str, Span] = Field(default_factory=dict, description="where the score would lie at the ends of that")


class Result(Frozen):
    """One score for one set of inputs.

    `status`: `complete`, one value; `range`, a value between `low` and `high`, depending on `missing`; `unknown`, too
    much is missing to say even that. Values are rounded as published.
    """

    name: str
    title: str
    version: str
    published: str
    doi: str
    status: Literal["complete", "range", "unknown"]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str
    limits: tuple[float, float] | None = Field(default=None, description="lowest and highest value there is")
    decimals: int
    predicts: str
    interpretation: str
    outputs: dict[str, Span] = Field(default_factory=dict, description="every output, the main one first")
    missing: list[Missing] = Field(default_factory=list)
    used: list[str] = Field(default_factory=list)
    population: str
    time_critical: str = ""
    licence: str = ""


def rounded(value: float, decimals: int) -> float:
    """Half away from zero, as people round and the published tables do."""
    step = Decimal(1).scaleb(-decimals)
    # Twelve significant digits first: 13.35 in binary is a little less than 13.35.
    return float(Decimal(f"{value:.12g}").quantize(step, rounding=ROUND_HALF_UP))
