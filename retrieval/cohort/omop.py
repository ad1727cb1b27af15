"""The OMOP Common Data Model as this product reads it: tables, columns, types."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

REQUIRED = ("person", "observation_period")
"""Without these nothing can be counted."""

VOCABULARY = ("concept", "concept_ancestor")
"""Without these no concept has descendants."""

_TEXT_IDS = {"domain_id", "vocabulary_id", "concept_class_id", "relationship_id", "specimen_source_id"}
_TEXT_IDS |= {"unique_device_id", "production_id"}
_WHOLE = {"year_of_birth", "month_of_birth", "day_of_birth", "concept_id_1", "concept_id_2", "refills", "days_supply"}
_WHOLE |= {"gap_days", "drug_exposure_count", "condition_occurrence_count", "episode_number"}
_WHOLE |= {"min_levels_of_separation", "max_levels_of_separation"}
_REAL = {"value_as_number", "range_low", "range_high", "quantity", "dose_value", "latitude", "longitude"}


@lru_cache
def tables() -> dict[str, tuple[str, ...]]:
    """Columns by table, in lower case."""
    text = Path(__file__).with_name("omop.toml").read_text(encoding="utf-8")
    return {table: tuple(columns.split()) for table, columns in tomllib.loads(text).items()}


def type_of(column: str) -> str:
    """DuckDB's name of the type that the CDM gives a column; identifiers are 64 bits wide everywhere."""
    if column.endswith("_datetime"):
        return "TIMESTAMP"
    if column.endswith("_date"):
        return "DATE"
    if column in _REAL:
        return "DOUBLE"
    if column in _WHOLE or (column.endswith("_id") and column not in _TEXT_IDS):
        return "BIGINT"
    return "VARCHAR"
