"""Persons of a CDM with what they are grouped by: sex, birth, race, ethnicity, site.

The database joins and groups by its own codes; names are given to what comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from retrieval.cohort.cdm import Cdm
from retrieval.cohort.counts import UNKNOWN

if TYPE_CHECKING:
    from ibis.expr.types import Table

SEXES = {8507: "male", 8532: "female"}
"""OMOP gender concepts."""

_NAMES = {
    8515: "Asian",
    8516: "Black or African American",
    8527: "White",
    8557: "Native Hawaiian or Other Pacific Islander",
    8657: "American Indian or Alaska Native",
    38003563: "Hispanic or Latino",
    38003564: "Not Hispanic or Latino",
}
"""OMOP's standard race and ethnicity concepts, by name: a small vocabulary need not hold them."""


CODES = ("sex_id", "race_id", "race_said", "ethnicity_id", "site_id")
"""Columns of `persons` that `named` gives names to."""


def persons(cdm: Cdm) -> Table:
    """person_id, year_of_birth and CODES: one row a person."""
    person = cdm.table("person")
    return person.select(
        person_id=person.person_id.cast("int64"),
        year_of_birth=person.year_of_birth.cast("int64"),
        sex_id=person.gender_concept_id.cast("int64"),
        race_id=person.race_concept_id.cast("int64"),
        race_said=person.race_source_value,
        ethnicity_id=person.ethnicity_concept_id.cast("int64"),
        site_id=person.care_site_id.cast("int64"),
    )


def named(rows: pd.DataFrame, cdm: Cdm) -> pd.DataFrame:
    """The rows with sex, race, ethnicity and site instead of CODES; nothing is null."""
    race = _names(rows.race_id, _NAMES)
    if len(unnamed := race.index[race.isna()]):  # where the database has only its own word for the race, that word
        race[unnamed] = rows.race_said[unnamed].astype("string").str.lower().replace("", None).astype(object)
    return rows.drop(columns=list(CODES)).assign(
        sex=_categories(_names(rows.sex_id, SEXES)),
        race=_categories(race),
        ethnicity=_categories(_names(rows.ethnicity_id, _NAMES)),
        site=_categories(_names(rows.site_id, cdm.once("sites", lambda: _sites(cdm)))),
    )


def source(cdm: Cdm) -> pd.DataFrame:
    """Everyone observed, counted: sex, race, ethnicity, site, age and year in the middle of their observation, n."""
    period = cdm.table("observation_period")
    observed = period.group_by(observed=period.person_id.cast("int64")).aggregate(
        first=period.observation_period_start_date.cast("date").min().year(),
        last=period.observation_period_end_date.cast("date").max().year(),
    )
    people = persons(cdm)
    known = people.join(observed, people.person_id == observed.observed)
    known = known.mutate(year=((known["first"] + known["last"]) / 2).floor().cast("int64"))
    known = known.mutate(age=known.year - known.year_of_birth)
    counted = known.group_by(*CODES, "age", "year").aggregate(n=known.count())
    return named(counted.to_pyarrow().to_pandas(), cdm)


def _sites(cdm: Cdm) -> dict[int, str]:
    if not cdm.has("care_site"):
        return {}
    site = cdm.table("care_site")
    rows = site.select(id=site.care_site_id.cast("int64"), name=site.care_site_name.cast("string")).to_pyarrow()
    return {row["id"]: row["name"] for row in rows.to_pylist() if row["name"] is not None}


def _names(codes: pd.Series[float], names: dict[int, str]) -> pd.Series[str]:
    """Names of codes, null where there is none; each code is looked up once."""
    found, place = np.unique(codes.to_numpy(float, na_value=np.nan), return_inverse=True)
    return pd.Series(np.array([names.get(code) for code in found], dtype=object)[place], index=codes.index)


def _categories(names: pd.Series[str]) -> pd.Series[str]:
    return names.fillna(UNKNOWN).astype("category")
