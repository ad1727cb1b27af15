"""A patient context as the facts that scores take, and the scores worth showing for that patient.

What the record does not say stays unknown: a condition that is not listed is never read as absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from copilot.schema import OLDEST, Condition, Lab, Medication, PatientContext
from retrieval.evidence import Evidence
from retrieval.scores import Applicability, Facts, applicable, as_evidence, get
from retrieval.scores.concepts import Concept, concepts
from retrieval.scores.kidney.ckd_epi import egfr
from retrieval.scores.measures import Measure, measures

Numbers = dict[str, dict[str, Any]]


def scores_for(patient: PatientContext) -> list[Evidence]:
    """Each score that has one value, and each range of a score whose own condition is recorded.

    Scores for emergencies are left out: they need the findings of this hour, and are refused as time-critical.
    """
    best: dict[str, Applicability] = {}
    for one in applicable(facts_of(patient)):
        if one.result is None or not _is_shown(one):
            continue
        family = get(one.name).family or one.name
        if family not in best or _rank(one) > _rank(best[family]):
            best[family] = one
    return [as_evidence(one.result) for one in best.values() if one.result is not None]


def _is_shown(one: Applicability) -> bool:
    if get(one.name).time_critical:
        return False
    return one.status == "ready" or (one.status == "partly" and bool(get(one.name).about))


def _rank(one: Applicability) -> tuple[bool, int]:
    """One value before a range; of a family, the score that uses most of what is known."""
    return one.status == "ready", len(one.result.used) if one.result else 0


def facts_of(patient: PatientContext) -> Facts:
    """Numbers, concepts and choices of the context, in the words of `retrieval.scores`."""
    numbers = dict(_numbers(patient))
    _derive(numbers, patient)
    return Facts(
        numbers=numbers,
        concepts=dict(_concepts(patient)),
        choices=dict(_choices(patient)),
        icd10=[one.code for one in patient.conditions if _is_had(one) and one.code and _is_icd10(one.system)],
    )


def _numbers(patient: PatientContext) -> Iterator[tuple[str, dict[str, Any]]]:
    if patient.age is not None:
        # Ages from 90 on are one category.
        yield "age", {"value": patient.age} | ({"comparator": ">="} if patient.age >= OLDEST else {})
    for name, measure in measures().items():
        lab = next((one for one in patient.labs if not one.stale and _measures(one, name, measure)), None)
        if lab is not None:
            comparator = {"comparator": lab.comparator} if lab.comparator else {}
            yield name, {"value": lab.value, "unit": lab.unit} | comparator


def _measures(lab: Lab, name: str, measure: Measure) -> bool:
    """By code; by name only where there is no code. In a unit that the measure has."""
    if lab.unit not in measure.units:
        return False
    if lab.code is not None:
        return lab.code in measure.loinc
    return lab.name.casefold() in (name.replace("_", " "), measure.label.casefold())


def _derive(numbers: Numbers, patient: PatientContext) -> None:
    """BMI, cholesterol ratio and eGFR from what they are made of, where they are not recorded themselves."""
    weight, height = _exact(numbers, "weight"), _exact(numbers, "height")
    if "bmi" not in numbers and weight and height:
        numbers["bmi"] = {"value": weight / (height / 100) ** 2}
    total, hdl = _exact(numbers, "total_cholesterol"), _exact(numbers, "hdl_cholesterol")
    if "cholesterol_ratio" not in numbers and total and hdl:
        numbers["cholesterol_ratio"] = {"value": total / hdl}
    creatinine, years = _exact(numbers, "creatinine"), _exact(numbers, "age")
    if "egfr" not in numbers and creatinine and years and years >= 18 and patient.sex:
        numbers["egfr"] = {"value": egfr(creatinine, years, patient.sex)}


def _exact(numbers: Numbers, name: str) -> float | None:
    """The number in its measure's first unit, if it is known exactly."""
    found = numbers.get(name)
    if found is None or "comparator" in found:
        return None
    measure = measures()[name]
    return measure.convert(float(found["value"]), found.get("unit", measure.unit), measure.unit)


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
