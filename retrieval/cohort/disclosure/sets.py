"""Which persons stand behind each exact number that is to be released."""

from __future__ import annotations

from collections.abc import Iterator

from pyroaring import BitMap64

from retrieval.cohort.counts import ARMS, ArmName, Members, Stratum
from retrieval.cohort.disclosure.errors import Inconsistent
from retrieval.cohort.disclosure.merge import BOTH_SEXES, age_start
from retrieval.cohort.disclosure.released import ArmCounts, Released


def totals(released: Released, members: Members) -> list[BitMap64]:
    """Groups behind persons and events of the arms."""
    return list(_totals(released, members))


def levels(released: Released, members: Members) -> list[BitMap64]:
    """Groups behind the shown cells of the breakdown."""
    return list(_levels(released, members))


def curve(released: Released, members: Members) -> list[BitMap64]:
    """Groups behind each step but the last, which ends with the total."""
    return list(_curve(released, members))


def strata(released: Released, members: Members) -> list[BitMap64]:
    """Groups behind persons and events by age and sex."""
    return list(_strata(released, members))


def arms(released: Released) -> list[tuple[ArmName, ArmCounts]]:
    """The arms that the query has, by name."""
    both = zip(ARMS, (released.index, released.comparator), strict=True)
    return [(name, arm) for name, arm in both if arm is not None]


def _totals(released: Released, members: Members) -> Iterator[BitMap64]:
    for name, arm in arms(released):
        if arm.n.value is not None:
            yield _checked(members.at_risk.get(name), arm.n.value)
        if arm.events.value:
            yield _checked(members.events.get(name), arm.events.value)


def _levels(released: Released, members: Members) -> Iterator[BitMap64]:
    for level in released.levels:
        group = members.levels.get((level.arm, level.level))
        if level.n.value is not None:
            yield _checked(group, level.n.value)
        if level.events.value and group is not None:
            yield _checked(group & members.events[level.arm], level.events.value)


def _curve(released: Released, members: Members) -> Iterator[BitMap64]:
    for name, arm in arms(released):
        so_far = 0
        for step in arm.steps[:-1]:
            so_far += step.events
            bins = (who for (of, start), who in members.event_bins.items() if of == name and start < step.end)
            yield _checked(BitMap64().union(*bins), so_far)


def _strata(released: Released, members: Members) -> Iterator[BitMap64]:
    for stratum in released.strata:
        parts = [
            who
            for (arm, sex, band), who in members.strata.items()
            if arm == stratum.arm and stratum.sex in (sex, BOTH_SEXES) and _inside(band, stratum)
        ]
        group = BitMap64().union(*parts)
        yield _checked(group, stratum.n)
        yield _checked(group & members.events[stratum.arm], stratum.events)


def _inside(age_band: str, merged: Stratum) -> bool:
    first, last = age_start(merged.age_band), merged.age_band
    return first <= age_start(age_band) and (last.endswith("+") or age_start(age_band) <= int(last.split("-")[1]))


def _checked(group: BitMap64 | None, size: int) -> BitMap64:
    if group is None or len(group) != size:
        raise Inconsistent("a number and the group of persons behind it differ")
    return group
