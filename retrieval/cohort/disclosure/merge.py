"""Neighbours merged until each group is large enough: time bins of a curve, age bands of a stratum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from retrieval.cohort.counts import ARMS, ArmName, CohortCounts, Stratum
from retrieval.cohort.disclosure.cells import rounded, rounding_unit
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import ArmCounts, Step

T = TypeVar("T")
BOTH_SEXES = "all"


def runs(items: Sequence[T], enough: Callable[[Sequence[T]], bool]) -> list[list[T]]:
    """`items` in order, cut into the shortest runs that are `enough`; what is left over joins the last run.

    [] if all of them together are not enough.
    """
    found: list[list[T]] = []
    run: list[T] = []
    for item in items:
        run.append(item)
        if enough(run):
            found.append(run)
            run = []
    if found:
        found[-1].extend(run)
    return found


def steps_of(counts: CohortCounts, arm: ArmName, total: ArmCounts, policy: Policy) -> tuple[Step, ...]:
    """The curve of one arm, each step with at least the floor of events; () where its totals are suppressed.

    Who left for another reason, and so who is at risk, is told in multiples of the floor.
    """
    if not total.n.value or not total.events.value:
        return ()
    bins = sorted((b for b in counts.bins if b.arm == arm), key=lambda b: b.start)
    steps = []
    at_risk, died, left = total.n.value, 0, 0
    for run in runs(bins, lambda run: sum(b.events for b in run) >= policy.floor):
        step = Step(
            start=run[0].start,
            end=run[-1].end,
            at_risk=at_risk,
            events=sum(b.events for b in run),
            deaths=_multiples(died, sum(b.deaths for b in run), policy),
            censored=_multiples(left, sum(b.censored for b in run), policy),
        )
        steps.append(step)
        at_risk -= step.events + step.deaths + step.censored
        died += sum(b.deaths for b in run)
        left += sum(b.censored for b in run)
    return tuple(steps)


def strata_of(counts: CohortCounts, arms: Sequence[ArmCounts], policy: Policy) -> tuple[Stratum, ...]:
    """Age groups by sex, the same in both arms, each with twice the floor of events and non-events in every arm:
    few and large, since every number given narrows what may be given later.

    Where a sex alone does not suffice the sexes are merged. () where an arm's totals are suppressed.
    """
    if any(arm.n.value is None or not arm.events.value for arm in arms):
        return ()
    present = ARMS[: len(arms)]
    sexes = sorted({s.sex for s in counts.strata})
    by_sex = [_groups(counts, {sex}, present, policy) for sex in sexes]
    if not all(by_sex):
        by_sex, sexes = [_groups(counts, set(sexes), present, policy)], [BOTH_SEXES]
    unit = rounding_unit(window(counts))
    return tuple(
        Stratum(
            arm=arm,
            sex=sex,
            age_band=_band(group),
            level=None,
            n=sum(s.n for s in group if s.arm == arm),
            events=sum(s.events for s in group if s.arm == arm),
            person_days=rounded(sum(s.person_days for s in group if s.arm == arm), unit),
        )
        for sex, groups in zip(sexes, by_sex, strict=True)
        for group in groups
        for arm in present
    )


def window(counts: CohortCounts) -> int:
    """Days at risk that one person can contribute at most."""
    return max((b.end for b in counts.bins), default=0) - min((b.start for b in counts.bins), default=0) or 1


def age_start(age_band: str) -> int:
    """First year of "65-69" or "90+"."""
    return int(age_band.rstrip("+").split("-")[0])


def _groups(counts: CohortCounts, sexes: set[str], arms: Sequence[ArmName], policy: Policy) -> list[list[Stratum]]:
    bands = sorted({s.age_band for s in counts.strata}, key=age_start)
    by_band = [[s for s in counts.strata if s.age_band == band and s.sex in sexes] for band in bands]

    def enough(run: Sequence[list[Stratum]]) -> bool:
        for arm in arms:
            mine = [s for band in run for s in band if s.arm == arm]
            events = sum(s.events for s in mine)
            if min(events, sum(s.n for s in mine) - events) < 2 * policy.floor:
                return False
        return True

    return [[s for band in run for s in band] for run in runs(by_band, enough)]


def _band(group: Sequence[Stratum]) -> str:
    bands = sorted({s.age_band for s in group}, key=age_start)
    first, last = age_start(bands[0]), bands[-1]
    return f"{first}+" if last.endswith("+") else f"{first}-{last.split('-')[1]}"


def _multiples(before: int, more: int, policy: Policy) -> int:
    """How much the multiple of the floor below the running sum grows."""
    return ((before + more) // policy.floor - before // policy.floor) * policy.floor
