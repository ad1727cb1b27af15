"""What is known of one input: a value, a range, a list that may be longer; or nothing, and then there is no entry."""

from __future__ import annotations

from dataclasses import dataclass

Value = bool | float | str | frozenset[str] | None
"""None only for an optional number: its publication has a term for "not measured"."""

MOST, LEAST = "+", "-"
"""In a list of codes that may be incomplete: whatever further diagnoses give the highest, or the lowest, score."""


@dataclass(frozen=True)
class Interval:
    """A number known only to lie between two bounds, both included: a laboratory's "< 5", an age of "90 or older"."""

    low: float
    high: float


@dataclass(frozen=True)
class AtLeast:
    """A list of codes that may be incomplete."""

    codes: frozenset[str]


Known = Value | Interval | AtLeast


def exact(known: Known) -> Value:
    """A value that is known to be one."""
    assert not isinstance(known, (Interval, AtLeast))
    return known
