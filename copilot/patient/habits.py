"""Smoking and pregnancy, as FHIR records them: observations whose value is a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar

from copilot.patient.dates import Clock
from copilot.patient.entries import Json
from copilot.patient.measurements import FINAL, observed

Smoking = Literal["never", "former", "current"]
V = TypeVar("V")

_SMOKING_CODES = frozenset(["72166-2", "81229-7", "229819007", "365981007"])
_SMOKING: Mapping[str, Smoking] = {
    "449868002": "current",  # smokes daily
    "428041000124106": "current",  # occasionally
    "428071000124103": "current",  # heavily
    "428061000124105": "current",  # lightly
    "77176002": "current",  # smoker
    "65568007": "current",  # cigarette smoker
    "8517006": "former",
    "266919005": "never",
    "LA18976-3": "current",
    "LA18977-1": "current",
    "LA18981-3": "current",
    "LA18982-1": "current",
    "LA15920-4": "former",
    "LA18978-9": "never",
}
"""The US Core smoking status value set (SNOMED CT), and the LOINC answers of 72166-2."""

_PREGNANCY_CODES = frozenset(["82810-3", "11449-6"])
_PREGNANT: Mapping[str, bool] = {
    "77386006": True,
    "60001007": False,
    "LA15173-0": True,
    "LA26683-5": False,
}
_PREGNANCY_HOLDS = 280
"""Days after which a recorded pregnancy says nothing about today."""


def smoking(observations: list[Json], clock: Clock) -> tuple[Smoking | None, list[str]]:
    """The newest smoking status; a remark where "never" follows smoking."""
    found = _newest_first(observations, _SMOKING_CODES, _SMOKING, clock)
    values = [value for _, value in found]
    contradictory = bool(values) and values[0] == "never" and set(values) != {"never"}
    return values[0] if values else None, ["smoking: never, after an entry of smoking"] if contradictory else []


def pregnant(observations: list[Json], clock: Clock) -> bool | None:
    """The newest pregnancy status, while it can still hold."""
    for days, value in _newest_first(observations, _PREGNANCY_CODES, _PREGNANT, clock):
        return value if days <= _PREGNANCY_HOLDS else None
    return None


def _newest_first(
    observations: list[Json], codes: frozenset[str], meaning: Mapping[str, V], clock: Clock
) -> list[tuple[int, V]]:
    """(days ago, meaning) of the observations with one of `codes` whose value is understood."""
    found = []
    for one in observations:
        value = _coded(one.get("valueCodeableConcept", {}), meaning)
        when = clock.past(observed(one))
        if value is None or when is None or one["status"] not in FINAL:
            continue
        if any(coding.get("code") in codes for coding in one["code"].get("coding", [])):
            found.append((when, value))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [(clock.days_ago(when), value) for when, value in found]


def _coded(concept: Json, meaning: Mapping[str, V]) -> V | None:
    codes = (coding.get("code") for coding in concept.get("coding", []))
    return next((meaning[code] for code in codes if code in meaning), None)
