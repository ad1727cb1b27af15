"""A patient context as the facts that scores take, and the scores worth showing for that patient.

What the record does not say stays unknown: a condition that is not listed is never read as absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from copilot.schema import OLDEST, Condition, Lab, Medication, PatientContext
from retrieval.evidence import Evidence
from retrieval.scores import Applicability, Facts, Result, applicable, as_evidence, get
from retrieval.scores.concepts import Concept, concepts
from retrieval.scores.kidney.ckd_epi import egfr
from retrieval.scores.measures import Measure, measures

Numbers = dict[str, dict[str, Any]]
MOST_OPEN = 3
"""A risk in percent is shown as a range while no more inputs than this are open."""


def scores_for(patient: PatientContext) -> list[Evidence]:
    """Each score that has one value; and as a range, one whose own condition is recorded, or a risk nearly settled.

    Scores for emergencies are left out: they need the findings of this hour, and are refused as time-critical.
    """
    best: dict[str, Applicability] = {}
    facts = facts_of(patient)
    for one in applicable(facts):
        if one.result is None or not _is_shown(one):
            continue
        family = get(one.name).family or one.name
        if family not in best or _rank(one) > _rank(best[family]):
            best[family] = one
    return [as_evidence(one.result, _caution(one.result, facts)) for one in best.values() if one.result is not None]


def _caution(result: Result, facts: Facts) -> str:
    old = [measures()[name].label for name in result.used if name in facts.old]
    return f"from values of which some are old ({', '.join(old)})" if old else ""


def _is_shown(one: Applicability) -> bool:
    if get(one.name).time_critical:
        return False
    score = get(one.name)
    nearly = score.unit == "%" and len(one.missing) <= MOST_OPEN
    bounded = bool(score.about) and score.limits is not None  # "0.00 to 78000.00" tells nobody anything
    return one.status == "ready" or (one.status == "partly" and (nearly or bounded))


def _rank(one: Applicability) -> tuple[int, int]:
    """Of a family: the fewest open inputs, then the score that uses most of what is known."""
    return -len(one.missing), len(one.result.used) if one.result else 0


def facts_of(patient: PatientContext) -> Facts:
    """Numbers, concepts and choices of the context, in the words of `retrieval.scores`."""
    labs = dict(_labs(patient))
    numbers = _age(patient) | {name: _number(lab) for name, lab in labs.items()}
    old = [name for name, lab in labs.items() if lab.stale]
    _derive(numbers, old, patient.sex)
    return Facts(
        numbers=numbers,
        old=old,
        concepts=dict(_concepts(patient)),
        choices=dict(_choices(patient)),
        icd10=[one.code for one in patient.conditions if _is_had(one) and one.code and _is_icd10(one.system)],
    )


def _age(patient: PatientContext) -> Numbers:
    """Ages from 90 on are one category."""
    if patient.age is None:
        return {}
    return {"age": {"value": patient.age} | ({"comparator": ">="} if patient.age >= OLDEST else {})}


def _labs(patient: PatientContext) -> Iterator[tuple[str, Lab]]:
    for name, measure in measures().items():
        lab = next((one for one in patient.labs if _measures(one, name, measure)), None)
        if lab is not None:
            yield name, lab


def _number(lab: Lab) -> dict[str, Any]:
    return {"value": lab.value, "unit": lab.unit} | ({"comparator": lab.comparator} if lab.comparator else {})


def _measures(lab: Lab, name: str, measure: Measure) -> bool:
    """By code; by name only where there is no code. In a unit that the measure has."""
    if measure.ucum(lab.unit) is None:
        return False
    if lab.code is not None:
        return lab.code in measure.loinc
    return lab.name.casefold() in (name.replace("_", " "), measure.label.casefold())


def _derive(numbers: Numbers, old: list[str], sex: str | None) -> None:
    """BMI, cholesterol ratio and eGFR from what they are made of, where they are not recorded themselves."""

    def add(name: str, formula: Callable[[float, float], float], *sources: str) -> None:
        values = [value for source in sources if (value := _exact(numbers, source))]
        if name not in numbers and len(values) == len(sources):
            numbers[name] = {"value": formula(values[0], values[1])}
            old.extend([name] * any(source in old for source in sources))

    add("bmi", lambda weight, height: weight / (height / 100) ** 2, "weight", "height")
    add("cholesterol_ratio", lambda total, hdl: total / hdl, "total_cholesterol", "hdl_cholesterol")
    if sex is not None and (_exact(numbers, "age") or 0) >= 18:
        add("egfr", lambda creatinine, years: egfr(creatinine, years, sex), "creatinine", "age")


def _exact(numbers: Numbers, name: str) -> float | None:
    """The number in its measure's first unit, if it is known exactly."""
    found = numbers.get(name)
    if found is None or "comparator" in found:
        return None
    measure = measures()[name]
    unit = measure.ucum(found.get("unit", measure.unit))
    return None if unit is None else measure.convert(float(found["value"]), unit, measure.unit)


def _concepts(patient: PatientContext) -> Iterator[tuple[str, bool]]:
    recorded = {name for name, concept in concepts().items() if _is_recorded(concept, patient)}
    for name in recorded:
        needed = concepts()[name].needs
        if needed is None or needed in recorded:
            yield name, True
    if patient.smoking is not None:
        yield "current smoker", patient.smoking == "current"


def _is_recorded(concept: Concept, patient: PatientContext) -> bool:
    conditions = (one for one in patient.conditions if _is_had(one, concept.history))
    if any(concept.is_condition(one.system, one.code, one.text) for one in conditions):
        return True
    return any(concept.is_drug(one.system, one.code, one.text) for one in patient.medications if _is_taken(one))


def _is_had(one: Condition, history: bool = False) -> bool:
    return one.certainty == "confirmed" and (history or one.status != "resolved")


def _is_taken(one: Medication) -> bool:
    return one.status != "stopped"


def _choices(patient: PatientContext) -> Iterator[tuple[str, str]]:
    if patient.sex is not None:
        yield "sex", patient.sex
    if patient.smoking in ("never", "former"):
        yield "smoking", patient.smoking


def _is_icd10(system: str | None) -> bool:
    return system is not None and "icd-10" in system
