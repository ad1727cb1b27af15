"""Counts of persons followed up: strata, time bins, composition. Pure functions of the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from pyroaring import BitMap64

from retrieval.cohort.counts import ARMS, Composition, Members, Stratum, TimeBin, Variable
from retrieval.cohort.follow_up import CENSORED, DEATH, EVENT
from retrieval.cohort.groups import grouped
from retrieval.cohort.query import CohortQuery

Margins = dict[Variable, dict[str, int]]

VARIABLES: tuple[Variable, ...] = ("sex", "age_band", "race", "ethnicity", "site", "period")

_BAND, _OLDEST = 5, 90


def labelled(rows: pd.DataFrame, query: CohortQuery) -> pd.DataFrame:
    """The rows of `follow_up`, named, with age_band, period, event, person_days, and level: the breakdown's value.

    What is grouped by is categorical, its categories in the order of their names.
    """
    frame = rows.assign(
        age_band=age_band(rows.age),
        period=period(rows.year),
        event=(rows.status == EVENT).astype(np.int64),
        person_days=rows.days - query.start_day + 1,
    )
    return frame.assign(level=frame[query.breakdown] if query.breakdown else None)


def strata(frame: pd.DataFrame, query: CohortQuery) -> tuple[Stratum, ...]:
    """Counts by arm, sex, age band and level of the breakdown."""
    groups = grouped(frame, ["arm", "sex", "age_band", *(["level"] if query.breakdown else [])])
    sums = groups.count().tolist(), groups.sum(frame.event).tolist(), groups.sum(frame.person_days).tolist()
    return tuple(
        Stratum(
            arm=ARMS[arm], sex=sex, age_band=band, level=next(iter(level), None), n=n, events=events, person_days=days
        )
        for (arm, sex, band, *level), n, events, days in zip(groups.keys, *sums, strict=True)
    )


def bins(frame: pd.DataFrame, query: CohortQuery) -> tuple[TimeBin, ...]:
    """Each arm from start_day to end_day in steps of bin_days. Who reaches the window's last day is not censored."""
    starts = np.arange(query.start_day, query.end_day + 1, query.bin_days)
    ends = np.minimum(starts + query.bin_days, query.end_day + 1)
    found = []
    for index, arm in enumerate(ARMS):
        mine = frame[frame.arm == index]
        if mine.empty:
            continue
        days, status = mine.days.to_numpy(), mine.status.to_numpy()
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            leaving = status[(days >= start) & (days < end)]
            spent = np.clip(days - start + 1, 0, end - start).sum()
            found.append(
                TimeBin(
                    arm=arm,
                    start=start,
                    end=end,
                    at_risk=int((days >= start).sum()),
                    events=int((leaving == EVENT).sum()),
                    deaths=int((leaving == DEATH).sum()),
                    censored=int((leaving == CENSORED).sum()),
                    person_days=int(spent),
                )
            )
    return tuple(found)


def composition(frame: pd.DataFrame, everyone: Margins) -> tuple[Composition, ...]:
    """The index arm beside everyone, as `margins` gives them."""
    index = frame[frame.arm == 0]
    found = []
    for variable in VARIABLES:
        groups = grouped(index, [variable])
        mine = {level: n for (level,), n in zip(groups.keys, groups.count().tolist(), strict=True)}
        theirs = everyone[variable]
        found += [
            Composition(variable=variable, level=level, cohort_n=mine.get(level, 0), source_n=theirs.get(level, 0))
            for level in sorted(mine.keys() | theirs.keys())
        ]
    return tuple(found)


def margins(source: pd.DataFrame) -> Margins:
    """Persons by level of each variable.

    Args:
        source: as `population.source`: sex, race, ethnicity, site, age, year, n.
    """
    everyone = source.assign(age_band=age_band(source.age), period=period(source.year))
    by = {variable: grouped(everyone, [variable]) for variable in VARIABLES}
    return {
        variable: {level: n for (level,), n in zip(groups.keys, groups.sum(everyone.n).tolist(), strict=True)}
        for variable, groups in by.items()
    }


def members(frame: pd.DataFrame, query: CohortQuery) -> Members:
    """The persons behind the counts, for the disclosure ledger."""
    events = frame[frame.event == 1]
    first_day = (events.days - query.start_day) // query.bin_days * query.bin_days + query.start_day
    at_risk = _members(frame, ["arm"])
    return Members(
        at_risk={arm: who for (arm,), who in at_risk.items()},
        events={arm: BitMap64() for (arm,) in at_risk}
        | {arm: who for (arm,), who in _members(events, ["arm"]).items()},
        levels=_members(frame, ["arm", "level"]) if query.breakdown else {},
        strata=_members(frame, ["arm", "sex", "age_band"]),
        event_bins=_members(events.assign(start=first_day), ["arm", "start"]),
    )


def age_band(age: pd.Series[int]) -> pd.Series[str]:
    """ "0-4" to "85-89", "90+"."""
    return _bands(age.clip(0, _OLDEST), lambda low: f"{low}-{low + _BAND - 1}" if low < _OLDEST else f"{_OLDEST}+")


def period(year: pd.Series[int]) -> pd.Series[str]:
    """ "2010-2014" and so on."""
    return _bands(year, lambda low: f"{low}-{low + _BAND - 1}")


def _bands(number: pd.Series[int], name: Callable[[int], str]) -> pd.Series[str]:
    """Bands of _BAND numbers by their names."""
    low, place = np.unique(number.to_numpy() // _BAND * _BAND, return_inverse=True)
    names = [name(int(start)) for start in low]
    order = np.argsort(names)
    codes = np.argsort(order)[place] if len(names) else place
    return pd.Series(pd.Categorical.from_codes(codes, [names[i] for i in order]), index=number.index)


def _members(frame: pd.DataFrame, columns: list[str]) -> dict[Any, BitMap64]:
    """Persons by their values in `columns`, the first of which is the arm."""
    groups = grouped(frame, columns)
    keys = [(ARMS[arm], *rest) for arm, *rest in groups.keys]
    return dict(zip(keys, groups.persons(frame.person_id), strict=True))
