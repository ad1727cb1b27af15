"""From counts to what may be shown of them, before earlier answers are looked at: no IO, no persons."""

from __future__ import annotations

from retrieval.cohort.counts import ArmName, CohortCounts, ModelFit
from retrieval.cohort.disclosure.breakdown import levels_of
from retrieval.cohort.disclosure.cells import events_cell, persons_cell, rounded, rounding_unit
from retrieval.cohort.disclosure.errors import Inconsistent
from retrieval.cohort.disclosure.merge import age_start, steps_of, strata_of, window
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import ArmCounts, LevelCounts, Released
from retrieval.cohort.disclosure.shares import shares_of

_TOP_AGE = 90


def decide(counts: CohortCounts, policy: Policy) -> Released:
    """All that the rules for single numbers, tables and curves let through.

    Raises Inconsistent: ages beyond 90 are not grouped, or the counts contradict each other.
    """
    if any(age_start(s.age_band) >= _TOP_AGE and s.age_band != f"{_TOP_AGE}+" for s in counts.strata):
        raise Inconsistent("ages of 90 and above are not grouped")
    if any(s.events > s.n for s in counts.strata):
        raise Inconsistent("more events than persons")
    index = _arm(counts, "index", policy)
    has_comparator = "comparator" in {s.arm for s in counts.strata} | {b.arm for b in counts.bins}
    comparator = _arm(counts, "comparator", policy) if has_comparator else None
    arms = [index, comparator] if comparator else [index]
    levels = levels_of(counts, "index", index, policy)
    if comparator:
        levels += levels_of(counts, "comparator", comparator, policy)
    return Released(
        query_hash=counts.query_hash,
        data=counts.data,
        index=index,
        comparator=comparator,
        levels=levels,
        strata=() if _age_or_sex_hidden(counts, levels) else strata_of(counts, arms, policy),
        composition=shares_of(counts, index, policy),
        fits=_fits(counts, arms),
        caveats=counts.caveats,
        definition_text=counts.definition_text,
        policy=policy,
        withheld=_words(index, comparator, levels, policy),
    )


def _arm(counts: CohortCounts, name: ArmName, policy: Policy) -> ArmCounts:
    n, events, days = counts.total(name)
    persons = persons_cell(n, policy)
    arm = ArmCounts(n=persons, events=events_cell(persons, events, policy))
    if arm.events.value is None:
        return arm
    return arm.model_copy(
        update={
            "person_days": rounded(days, rounding_unit(window(counts))),
            "steps": steps_of(counts, name, arm, policy),
        }
    )


def _fits(counts: CohortCounts, arms: list[ArmCounts]) -> tuple[ModelFit, ...]:
    """Models where both arms' persons and events are shown. On how many of them a model rests is not: strata that one
    arm lacks are left out of it, and may be small."""
    n = sum(arm.n.value or 0 for arm in arms)
    events = sum(arm.events.value or 0 for arm in arms)
    if len(arms) < 2 or not all(arm.n.value and arm.events.value for arm in arms):
        return ()
    return tuple(
        fit.model_copy(
            update={
                "estimate": round(fit.estimate, 4),
                "lo": round(fit.lo, 4),
                "hi": round(fit.hi, 4),
                "n": n,
                "events": events,
            }
        )
        for fit in counts.fits
    )


def _age_or_sex_hidden(counts: CohortCounts, levels: tuple[LevelCounts, ...]) -> bool:
    """True if the breakdown is by age or sex and hides a cell, which counts by age and sex could then tell."""
    by_age_or_sex = all(s.level in (s.sex, s.age_band) for s in counts.strata)
    return by_age_or_sex and any(level.n.suppressed or level.events.suppressed for level in levels)


def _words(
    index: ArmCounts, comparator: ArmCounts | None, levels: tuple[LevelCounts, ...], policy: Policy
) -> tuple[str, ...]:
    few = f"because a cell has fewer than {policy.floor} patients"
    found = []
    for name, arm in (("index", index), ("comparison", comparator)):
        if arm is None:
            continue
        if arm.n.suppressed:
            found.append(f"The {name} group is suppressed {few}.")
        elif arm.events.suppressed:
            found.append(f"Events of the {name} group, and what follows from them, are suppressed {few}.")
    hidden = sum(level.n.suppressed or level.events.suppressed for level in levels)
    if hidden:
        found.append(
            f"{hidden} of {len(levels)} subgroups are suppressed {few}, or because they would tell such a cell."
        )
    return tuple(found)
