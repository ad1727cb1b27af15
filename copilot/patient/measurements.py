"""Observations to single measured values: quantities and components, brought to the analyte's unit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

from copilot.patient.analytes import LOINC, STALE_DAYS, UCUM, analytes, ucum
from copilot.patient.dates import Clock
from copilot.patient.entries import Json
from copilot.patient.terms import Terms

FINAL = ("final", "amended", "corrected", "preliminary")
"""Statuses of an observation that holds a result (R4 value set observation-status)."""

Comparator = Literal["<", "<=", ">", ">="]
Kind = Literal["laboratory", "vital sign"]


class Measurement(NamedTuple):
    """One value at one time. `as_recorded` is set where value and unit were converted."""

    name: str
    value: float
    unit: str
    comparator: Comparator | None
    system: str | None
    code: str | None
    kind: Kind
    when: datetime | None
    as_recorded: str | None
    stale_days: int
    stable: float | None
    preliminary: bool = False


def measurements(observations: list[Json], terms: Terms, clock: Clock) -> Iterator[Measurement]:
    """Every numeric result, that of a panel's components each for itself."""
    for observation in observations:
        if observation["status"] not in FINAL:
            continue
        for part in (observation, *observation.get("component", [])):
            if (measured := _measured(part, observation, terms, clock)) is not None:
                yield measured


def observed(observation: Json) -> str | None:
    """When an observation was made, as written."""
    period = observation.get("effectivePeriod", {})
    when = observation.get("effectiveDateTime") or observation.get("effectiveInstant")
    written: str | None = when or period.get("end") or period.get("start") or observation.get("issued")
    return written


def _measured(part: Json, observation: Json, terms: Terms, clock: Clock) -> Measurement | None:
    quantity = part.get("valueQuantity")
    if quantity is None or quantity.get("value") is None:
        return None
    value, written = _finite(quantity["value"]), _unit(quantity)
    loinc = next((c.get("code") for c in part["code"].get("coding", []) if c.get("system") == LOINC), None)
    analyte = analytes().get(loinc or "")
    if written is None and analyte is not None and analyte.unit == "1":
        written = "1"
    if value is None or written is None or len(written) > 40:
        return None
    name, unit, kept, recorded = None, written, value, None
    if analyte is not None and (converted := analyte.convert(value, written)) is not None:
        name, unit, kept = analyte.name, analyte.unit, converted
        recorded = f"{value:g} {written}" if not math.isclose(kept, value) else None
    elif terms.shown(written) is None:  # a name in the place of a unit
        return None
    if not math.isfinite(kept) or (term := terms.term(part["code"])) is None:
        return None
    return Measurement(
        name=name or term["text"][:120],
        value=_rounded(kept),
        unit=unit,
        comparator=_COMPARATORS.get(quantity.get("comparator")),
        system=term["system"],
        code=term["code"],
        kind=_kind(observation),
        when=clock.past(observed(observation)),
        as_recorded=recorded,
        stale_days=analyte.stale_days if analyte else STALE_DAYS,
        stable=analyte.stable if analyte else None,
        preliminary=observation["status"] == "preliminary",
    )


def _finite(value: Any) -> float | None:
    try:
        read = float(value)
    except OverflowError:
        return None
    return read if math.isfinite(read) else None


def _unit(quantity: Json) -> str | None:
    """A code is UCUM's only where its system says so, or says nothing."""
    code = quantity.get("code") if quantity.get("system", UCUM) == UCUM else None
    return ucum(code, quantity.get("unit"))


_COMPARATORS: dict[str | None, Comparator] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


def _kind(observation: Json) -> Kind:
    codes = {
        coding.get("code") for category in observation.get("category", []) for coding in category.get("coding", [])
    }
    return "vital sign" if "vital-signs" in codes else "laboratory"


def _rounded(value: float) -> float:
    """Decimals up to four significant digits: more is noise of a conversion, and a fingerprint of the record."""
    places = 3 - math.floor(math.log10(abs(value))) if value else 0
    return round(value, max(places, 0))
