"""Negative-control outcomes: what the exposure cannot cause, counted the same way.

An estimate that finds an effect there shows bias in the data or the design, not pharmacology (Lipsitch, Epidemiology
2010; Schuemie, Stat Med 2014). One of twenty intervals excludes 1 by chance alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scipy.stats import binom

from retrieval.cohort.result import CohortResult, Controls, Interval

_SAID = {
    "green": "This is compatible with chance.",
    "amber": "This is more than expected by chance: read the comparison with care.",
    "red": "This shows bias in the comparison: do not read it as an effect.",
}


def with_controls(result: CohortResult, controls: Sequence[CohortResult]) -> CohortResult:
    """`result` with the light that `controls` turn on: the same two arms, asked for negative-control outcomes.

    Of each control the first adjusted ratio counts, else the crude risk ratio; one without a ratio is not tested.
    """
    return result.model_copy(update={"controls": warning_light([ci for c in controls if (ci := _ratio(c))])})


def warning_light(intervals: Sequence[Interval]) -> Controls:
    """Judge the 95% intervals of the ratios found for negative controls.

    Red where so many failures have a chance below 1% if there were no bias, amber below 10%.
    """
    tested = len(intervals)
    failed = sum(not lo <= 1 <= hi for lo, hi in intervals)
    if not tested:
        return Controls(light="dark", tested=0, failed=0, message="No negative control could be tested.")
    chance = float(binom.sf(failed - 1, tested, 0.05))
    light: Literal["green", "amber", "red"] = "red" if chance < 0.01 else "amber" if chance < 0.10 else "green"
    found = f"{failed} of {tested} outcomes that the exposure cannot cause differ between the groups."
    return Controls(light=light, tested=tested, failed=failed, message=f"{found} {_SAID[light]}")


def _ratio(control: CohortResult) -> Interval | None:
    if control.adjusted:
        return control.adjusted[0].ci
    return control.ratio.ci if control.ratio else None
