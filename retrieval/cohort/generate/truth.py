"""What each shipped question would find in the synthetic database, were there no chance.

Computed from the planted hazards, not from the records: of a person, only the factor on the hazard is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.cohort.generate.planted import Arm, Hazard, Planted, Question, Story

Floats = NDArray[np.float64]
#: persons by the factor on their hazard
Factors = Mapping[float, int]


def truths(plan: Planted, groups: Mapping[tuple[str, str], Factors]) -> dict[str, Any]:
    """By question: the planted ratio, and per arm what `arm_truth` returns. Arms without persons are left out."""
    found: dict[str, Any] = {}
    for question in plan.question:
        story = plan.named(question.story)
        arms = {}
        for role, name in (("index", question.index), ("comparator", question.comparator)):
            factors = groups.get((question.story, name or ""))
            if factors:
                arm = next(a for a in story.arm if a.name == name)
                arms[role] = arm_truth(plan, story, arm, question, factors)
        found[question.name] = {"ratio": planted_ratio(story, question), **arms}
    return found


def planted_ratio(story: Story, question: Question) -> float | None:
    """Hazard ratio of the index arm against the comparator; None where there is none."""
    if question.comparator is None:
        return None
    ratio = {a.name: a.ratio for a in story.arm}
    return 1.0 if question.control else ratio[question.index] / ratio[question.comparator]


def arm_truth(plan: Planted, story: Story, arm: Arm, question: Question, factors: Factors) -> dict[str, Any]:
    """Expected results of one arm.

    Returns:
        n; `risk`, the share who are seen to have the outcome in the window, after death and leaving took their share;
        `competing_risk`, the same if nobody left; `survival`, the event-free fraction at the end of days 1, 2, … with
        deaths and leaving removed.
    """
    days = range(question.end_day)
    curve, ratio = (story.control, 1.0) if question.control else (story.curve, arm.ratio)
    base = _daily(Hazard.through(curve), days) * ratio
    death, leave = _daily(Hazard.through(arm.death), days), _daily(Hazard.through(plan.leave.curve), days)
    factor = np.ones(1) if question.control else np.array(list(factors))
    weight = np.array([sum(factors.values())]) if question.control else np.array(list(factors.values()))
    weight = weight / weight.sum()
    event = factor[:, None] * base
    survival = weight @ np.exp(-np.cumsum(event, axis=1))
    return {
        "n": sum(factors.values()),
        "risk": float(weight @ _seen(event, death + leave)),
        "competing_risk": float(weight @ _seen(event, death)),
        "survival": [round(float(s), 8) for s in survival],
    }


def _daily(hazard: Hazard, days: range) -> Floats:
    return np.array([hazard.on_day(day) for day in days])


def _seen(event: Floats, other: Floats) -> Floats:
    """Probability, per row of `event`, that the event comes first; hazards are constant within each day."""
    both = event + other
    before = np.exp(-(np.cumsum(both, axis=1) - both))
    return np.asarray((before * (1 - np.exp(-both)) * event / both).sum(axis=1))
