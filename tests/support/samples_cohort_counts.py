"""A small made-up population that is asked as a CDM would be: counts, and who stands behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap64

from retrieval.cohort.counts import (
    ArmName,
    CdmInfo,
    CohortCounts,
    Composition,
    Members,
    ModelFit,
    Stratum,
    TimeBin,
    Variable,
)

Mask = NDArray[np.bool_]
Days = NDArray[np.int64]
NEVER = 10_000


@dataclass(frozen=True)
class Asked:
    """A query on the population: who is in each arm, on which day they have the outcome, and until when."""

    index: Mask
    event_day: Days
    comparator: Mask | None = None
    end_day: int = 90
    bin_days: int = 30
    breakdown: Variable | None = None


@dataclass(frozen=True)
class Population:
    """Persons 0..n-1 with what they keep, and the day on which each dies or leaves (NEVER: not)."""

    sex: NDArray[np.str_]
    age_band: NDArray[np.str_]
    race: NDArray[np.str_]
    site: NDArray[np.str_]
    death_day: Days
    left_day: Days
    info: CdmInfo = field(
        default=CdmInfo(name="made up", version="5.4", synthetic=True, last_data=date(2020, 1, 1), persons=1)
    )

    @classmethod
    def make(cls, n: int, seed: int) -> Population:
        rng = np.random.default_rng(seed)
        bands = [f"{a}-{a + 4}" for a in range(40, 90, 5)] + ["90+"]
        return cls(
            sex=rng.choice(["female", "male"], n),
            age_band=rng.choice(bands, n),
            race=rng.choice(["a", "b", "c", "d", "e"], n, p=[0.6, 0.25, 0.1, 0.03, 0.02]),
            site=rng.choice(["north", "south", "west"], n, p=[0.5, 0.4, 0.1]),
            death_day=np.where(rng.random(n) < 0.05, rng.integers(1, 90, n), NEVER),
            left_day=np.where(rng.random(n) < 0.05, rng.integers(1, 90, n), NEVER),
            info=CdmInfo(name="made up", version="5.4", synthetic=True, last_data=date(2020, 1, 1), persons=n),
        )

    def __len__(self) -> int:
        return len(self.sex)

    def events(self, seed: int, share: float) -> Days:
        """Outcome days, evenly over 90 days, for about `share` of the persons."""
        rng = np.random.default_rng(seed)
        return np.where(rng.random(len(self)) < share, rng.integers(1, 91, len(self)), NEVER)

    def ask(self, asked: Asked, name: str) -> tuple[CohortCounts, Members]:
        arms: dict[ArmName, Mask] = {"index": asked.index}
        if asked.comparator is not None:
            arms["comparator"] = asked.comparator & ~asked.index
        out = np.minimum(self.death_day, self.left_day)
        has_event = (asked.event_day <= asked.end_day) & (asked.event_day <= out)
        last = np.minimum(np.minimum(asked.event_day, out), asked.end_day)
        level = getattr(self, asked.breakdown) if asked.breakdown else None
        at_risk = {arm: _persons(mask) for arm, mask in arms.items()}
        members = Members(
            at_risk,
            {arm: _persons(mask & has_event) for arm, mask in arms.items()},
            {}
            if level is None
            else {
                (arm, str(x)): _persons(mask & (level == x)) for arm, mask in arms.items() for x in np.unique(level)
            },
            {
                (arm, str(s), str(b)): _persons(mask & (self.sex == s) & (self.age_band == b))
                for arm, mask in arms.items()
                for s in np.unique(self.sex)
                for b in np.unique(self.age_band)
            },
            {
                (arm, start): _persons(mask & has_event & (last >= start) & (last < start + asked.bin_days))
                for arm, mask in arms.items()
                for start in range(1, asked.end_day + 1, asked.bin_days)
            },
        )
        counts = CohortCounts(
            query_hash=name,
            data=self.info,
            strata=tuple(self._strata(arms, has_event, last, level)),
            bins=tuple(self._bins(arms, has_event, last, asked)),
            composition=tuple(self._composition(asked.index)),
            fits=(ModelFit(kind="cox", estimate=1.23456, lo=1.0, hi=1.5, adjusted_for=("sex",), n=7, events=3),)
            if asked.comparator is not None
            else (),
            definition_text="made up",
        )
        return counts, members

    def _strata(
        self, arms: dict[ArmName, Mask], has_event: Mask, last: Days, level: NDArray[np.str_] | None
    ) -> Iterable[Stratum]:
        for arm, mask in arms.items():
            columns = [self.sex[mask], self.age_band[mask]] + ([level[mask]] if level is not None else [])
            if not mask.any():
                continue
            keys, where = np.unique(np.stack(columns), axis=1, return_inverse=True)
            n = np.bincount(where.ravel())
            events = np.bincount(where.ravel(), weights=has_event[mask])
            days = np.bincount(where.ravel(), weights=last[mask])
            for i, key in enumerate(keys.T):
                yield Stratum(
                    arm=arm,
                    sex=str(key[0]),
                    age_band=str(key[1]),
                    level=str(key[2]) if level is not None else None,
                    n=int(n[i]),
                    events=int(events[i]),
                    person_days=int(days[i]),
                )

    def _bins(self, arms: dict[ArmName, Mask], has_event: Mask, last: Days, asked: Asked) -> Iterable[TimeBin]:
        for arm, mask in arms.items():
            for start in range(1, asked.end_day + 1, asked.bin_days):
                end = min(start + asked.bin_days, asked.end_day + 1)
                inside = mask & (last >= start) & (last < end)
                died = inside & ~has_event & (self.death_day == last)
                left = inside & ~has_event & ~died & (self.left_day == last)
                yield TimeBin(
                    arm=arm,
                    start=start,
                    end=end,
                    at_risk=int((mask & (last >= start)).sum()),
                    events=int((inside & has_event).sum()),
                    deaths=int(died.sum()),
                    censored=int(left.sum()),
                    person_days=int((np.minimum(last, end - 1) - start + 1)[mask & (last >= start)].sum()),
                )

    def _composition(self, index: Mask) -> Iterable[Composition]:
        variables: tuple[Variable, ...] = ("sex", "age_band", "race", "site")
        for variable in variables:
            values = getattr(self, variable)
            for level in np.unique(values):
                yield Composition(
                    variable=variable,
                    level=str(level),
                    cohort_n=int((index & (values == level)).sum()),
                    source_n=int((values == level).sum()),
                )


def _persons(mask: Mask) -> BitMap64:
    return BitMap64(np.flatnonzero(mask).tolist())
