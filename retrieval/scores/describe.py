"""A score's sheet: inputs with units, bounds and codes, meaning, validity, source. Plain data for JSON."""

from __future__ import annotations

from typing import Any

from retrieval.scores.codelist import CodeList
from retrieval.scores.concepts import concepts
from retrieval.scores.inputs import Choice, Flag, Input, Number
from retrieval.scores.score import Score


def describe(score: Score) -> dict[str, Any]:
    """What `copilot score explain --json` and `GET /v1/scores/{name}` show."""
    return {
        "name": score.name,
        "title": score.title,
        "version": score.version,
        "predicts": score.predicts,
        "population": score.population,
        "output": score.output,
        "unit": score.unit,
        "limits": list(score.limits) if score.limits else None,
        "published": score.published,
        "doi": score.doi or None,
        "inputs": [_input(one) for one in score.inputs],
        "not_with": list(score.not_with),
        "time_critical": score.time_critical or None,
        "licence": score.licence or None,
    }


def _input(one: Input) -> dict[str, Any]:
    sheet: dict[str, Any] = {"name": one.name, "label": one.label}
    match one:
        case Number():
            return sheet | {
                "type": "number",
                "unit": one.unit,
                "units": list(one.measure.units),
                "low": one.low,
                "high": one.high,
                "optional": one.optional,
                "loinc": list(one.measure.loinc),
            }
        case Choice():
            return sheet | {"type": "choice", "options": list(one.options)}
        case CodeList():
            return sheet | {"type": "codes", "system": "ICD-10"}
        case Flag():
            rows = [concepts()[name] for name in one.concepts]
            return sheet | {
                "type": "yes or no",
                "icd10": [code for row in rows for code in row.icd10],
                "snomed": [code for row in rows for code in row.snomed],
                "atc": [code for row in rows for code in row.atc],
            }
