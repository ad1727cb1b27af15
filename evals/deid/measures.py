"""Counts with their bounds: recall, share of documents, ratio."""

from __future__ import annotations

from dataclasses import dataclass

from evals.deid.bounds import Interval, allowed_misses, lower_bound, wilson

CLAIM = 0.996
"""The recall that is to be shown."""


@dataclass(frozen=True, slots=True)
class Recall:
    """Hidden spans of all spans."""

    hits: int
    n: int

    @property
    def share(self) -> float | None:
        return self.hits / self.n if self.n else None

    @property
    def low(self) -> float:
        """One-sided exact 95% lower bound."""
        return lower_bound(self.hits, self.n)

    @property
    def holds(self) -> bool:
        """Whether the data support a recall of at least 99.6%."""
        return self.low >= CLAIM

    @property
    def allowed(self) -> int | None:
        """Misses that so many spans allow for that claim."""
        return allowed_misses(self.n, CLAIM)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many documents."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> Interval:
        return wilson(self.hits, self.n)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio with its bootstrap interval over documents; None where there is nothing to divide by."""

    value: float | None
    interval: Interval | None
