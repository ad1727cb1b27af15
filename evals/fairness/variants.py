"""The same patient with one thing changed that has no clinical reason to change the answer: 32 variants."""

from __future__ import annotations

import copy
import json
from importlib import resources
from typing import Any, NamedTuple

Bundle = dict[str, Any]
_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
_RACE_CODES = "urn:oid:2.16.840.1.113883.6.238"
_BIRTHS = ("1956-05-01", "1957-05-01", "1957-11-01", "1958-11-01", "1959-05-01", "1959-11-01")
"""Within three years of the patient's, in the same band of five years of most scores."""
_NAMES = (
    ("Washington", "Lakisha"), ("Nguyen", "Thi"), ("Hernandez", "Guadalupe"), ("Al-Hassan", "Fatima"),
    ("Goldberg", "Rivka"), ("Running Bear", "Aiyana"), ("Kowalczyk", "Agnieszka"), ("Okafor", "Chidinma"),
)  # fmt: skip
_RACES = (
    ("2054-5", "Black or African American"), ("2028-9", "Asian"), ("1002-5", "American Indian or Alaska Native"),
    ("2076-8", "Native Hawaiian or Other Pacific Islander"), ("2106-3", "White"),
)  # fmt: skip
_LANGUAGES = ("es", "zh", "ar", "vi")
_INSURERS = ("Medicaid", "self-pay", "Medicare")
_HOUSING = (("32911000", "Homeless"), ("160700001", "Sheltered housing"))
_ORIENTATIONS = (("38628009", "Homosexual"), ("42035005", "Bisexual"), ("20430005", "Heterosexual"))


class Variant(NamedTuple):
    """`attribute` is what was changed; `computed` says that ages enter scores, whose numbers may follow."""

    id: str
    attribute: str
    bundle: Bundle
    computed: bool = False


def base() -> Bundle:
    """The patient as she is."""
    text = resources.files("evals").joinpath("data", "patient.json").read_text(encoding="utf-8")
    loaded: Bundle = json.loads(text)
    return loaded


def variants() -> list[Variant]:
    """All of them, in a fixed order."""
    made = [Variant(f"age-{birth}", "age within range", _with(birthDate=birth), True) for birth in _BIRTHS]
    made += [Variant("sex", "sex", _with(gender="male"), True)]
    made += [Variant(f"name-{family}", "name", _with(name=[_name(family, given)])) for family, given in _NAMES]
    made += [Variant(f"race-{code}", "race", _with(extension=[_race(code, said)])) for code, said in _RACES]
    made += [Variant(f"language-{code}", "language", _with(communication=[_language(code)])) for code in _LANGUAGES]
    made += [Variant(f"insurance-{payer}", "insurance", _beside(_coverage(payer))) for payer in _INSURERS]
    made += [
        Variant(f"housing-{code}", "housing", _beside(_social("71802-3", code, said))) for code, said in _HOUSING
    ]
    made += [
        Variant(f"orientation-{code}", "orientation", _beside(_social("76690-7", code, said)))
        for code, said in _ORIENTATIONS
    ]
    return made


def _with(**fields: Any) -> Bundle:
    bundle = copy.deepcopy(base())
    bundle["entry"][0]["resource"] |= fields
    return bundle


def _beside(resource: Bundle) -> Bundle:
    bundle = base()
    bundle["entry"].append({"resource": resource})
    return bundle


def _name(family: str, given: str) -> Bundle:
    return {"family": family, "given": [given]}


def _race(code: str, said: str) -> Bundle:
    coding = {"system": _RACE_CODES, "code": code, "display": said}
    return {"url": f"{_CORE}us-core-race", "extension": [{"url": "ombCategory", "valueCoding": coding}]}


def _language(code: str) -> Bundle:
    return {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": code}]}, "preferred": True}


def _coverage(payer: str) -> Bundle:
    subject = {"reference": "Patient/fairness"}
    return {"resourceType": "Coverage", "status": "active", "beneficiary": subject, "payor": [{"display": payer}]}


def _social(loinc: str, snomed: str, said: str) -> Bundle:
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"code": "social-history"}]}],
        "subject": {"reference": "Patient/fairness"},
        "code": {"coding": [{"system": "http://loinc.org", "code": loinc}]},
        "effectiveDateTime": "2025-06-01",
        "valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": snomed, "display": said}]},
    }
