"""Persons of a CDM with what they are grouped by: sex, birth, race, ethnicity, site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pandas as pd

from retrieval.cohort.cdm import Cdm
from retrieval.cohort.counts import UNKNOWN

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table, Value

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


def persons(cdm: Cdm) -> Table:
    """person_id, year_of_birth, sex, race, ethnicity, site: one row a person, nothing null."""
    person = cdm.table("person")
    named = person.select(
        person_id=person.person_id.cast("int64"),
        year_of_birth=person.year_of_birth.cast("int64"),
        sex=person.gender_concept_id.cast("int64").cases(*SEXES.items(), else_=UNKNOWN),
        # where the database has only its own word for the race, that word
        race=ibis.coalesce(_named(person.race_concept_id), person.race_source_value.lower().nullif(""), UNKNOWN),
        ethnicity=ibis.coalesce(_named(person.ethnicity_concept_id), UNKNOWN),
        site_id=person.care_site_id.cast("int64"),
    )
    if not cdm.has("care_site"):
        return named.drop("site_id").mutate(site=ibis.literal(UNKNOWN))
    site = cdm.table("care_site")
    sites = site.select(site_key=site.care_site_id.cast("int64"), site_name=site.care_site_name.cast("string"))
    joined = named.left_join(sites, named.site_id == sites.site_key)
    return joined.mutate(site=ibis.coalesce(joined.site_name, UNKNOWN)).drop("site_id", "site_key", "site_name")


def _named(concept: Value) -> StringValue:
    return concept.cast("int64").cases(*_NAMES.items(), else_=None)


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
    counted = known.group_by("sex", "race", "ethnicity", "site", "age", "year").aggregate(n=known.count())
    return counted.to_pyarrow().to_pandas()
