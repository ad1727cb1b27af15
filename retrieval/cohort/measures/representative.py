"""Who is in the cohort, beside everyone in the database, and whether a given patient is like them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.cohort.counts import UNKNOWN, Stratum
from retrieval.cohort.disclosure.released import Released
from retrieval.cohort.disclosure.released import Share as ReleasedShare
from retrieval.cohort.measures.strata import Key
from retrieval.cohort.result import Missing, Representativeness, Share
from retrieval.subject import Subject

#: difference of shares worth a warning; a standardised difference of 0.1 to 0.2 in a share near one half
_APART = 0.10
#: fewer of the cohort than this share makes a group thin
_THIN = 0.02
#: shares in coarser steps than this are no reference to standardise to
_COARSE = 0.05
_WORDS = {"age_band": "age"}


def representativeness(released: Released, subject: Subject | None = None) -> Representativeness:
    """Shares of the cohort and of its source; warnings where they are far apart, or `subject`'s group is thin."""
    shares = tuple(
        Share(variable=s.variable, level=s.level, cohort=s.cohort, source=s.source) for s in released.composition
    )
    return Representativeness(shares=shares, warnings=(*_far_apart(released), *thin_groups(released, subject)))


def thin_groups(released: Released, subject: Subject | None) -> tuple[str, ...]:
    """Warnings for the age band and the sex of `subject` that the cohort has few of, or none that may be shown."""
    if subject is None:
        return ()
    groups = []
    if subject.age is not None:
        groups.append((f"of age {subject.age}", _level(released, "age_band", subject.age)))
    if subject.sex is not None:
        groups.append((f"who are {subject.sex}", _level(released, "sex", subject.sex)))
    return tuple(_thin(group, share) for group, share in groups if _is_thin(share))


def missingness(released: Released) -> tuple[Missing, ...]:
    """By variable: the share of the cohort for whom it is not recorded. A variable that is complete is left out."""
    return tuple(Missing(variable=s.variable, share=s.cohort) for s in released.composition if s.level == UNKNOWN)


def reference(released: Released, strata: Iterable[Stratum]) -> dict[Key, float]:
    """Share of the source population in the age band and sex of each of `strata`.

    Only the margins of age and of sex are released for everyone, so their product stands for the joint share. Empty
    where they are rounded too coarsely to weight by.
    """
    if any(s.rounded_to > _COARSE for s in released.composition if s.variable in ("age_band", "sex")):
        return {}
    ages = {s.level: s.source for s in released.composition if s.variable == "age_band"}
    sexes = {s.level: s.source for s in released.composition if s.variable == "sex"}
    found = {}
    for band, sex in {(s.age_band, s.sex) for s in strata}:
        aged = sum(share for level, share in ages.items() if _within(level, band))
        found[(band, sex)] = aged * (sexes.get(sex, 0.0) if sex in sexes else 1.0)
    return found


def _far_apart(released: Released) -> list[str]:
    """One warning a variable: the level whose shares differ most, if by more than rounding can make them."""
    worst: dict[str, ReleasedShare] = {}
    for share in released.composition:
        # everyone is observed in more years than the one of an index date: periods are not compared
        if share.cohort is None or share.level == UNKNOWN or share.variable == "period":
            continue
        if share.variable not in worst or _gap(share) > _gap(worst[share.variable]):
            worst[share.variable] = share
    return [_apart(share) for share in worst.values() if _gap(share) > _APART + share.rounded_to]


def _gap(share: ReleasedShare) -> float:
    return abs((share.cohort or 0.0) - share.source)


def _apart(share: ReleasedShare) -> str:
    group = f"{_WORDS.get(share.variable, share.variable).capitalize()} {share.level}"
    return f"{group}: {share.cohort:.0%} of the cohort, {share.source:.0%} of all patients."


def _is_thin(share: ReleasedShare | None) -> bool:
    return share is None or share.cohort is None or share.cohort < _THIN


def _thin(group: str, share: ReleasedShare | None) -> str:
    """A share that is shown in coarse steps may hide a group that is not thin."""
    coarse = share is not None and share.cohort is not None and share.rounded_to > _THIN
    may_be = "may be" if coarse else "are"
    return f"Patients {group}, like this one, {may_be} thin or absent in this cohort: read with care."


def _level(released: Released, variable: str, value: str | int) -> ReleasedShare | None:
    """The share of the level that `value` (a sex, or an age in years) belongs to."""
    for share in released.composition:
        if share.variable == variable and (share.level == value or _within(str(value), share.level)):
            return share
    return None


def _within(inner: str, outer: str) -> bool:
    """Does the age or age band `inner` start inside the band `outer`? Bands read "40-44", "85+"."""
    start, (low, high) = _ages(inner)[0], _ages(outer)
    return low <= start <= high


def _ages(band: str) -> tuple[int, int]:
    numbers = [int(number) for number in re.findall(r"\d+", band)]
    return (numbers[0], numbers[1] if len(numbers) > 1 else 200) if numbers else (-1, -1)
