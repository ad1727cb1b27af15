"""Public code systems, as FHIR names them, and what a code of each looks like.

A hospital's own codes tell which hospital, mean nothing elsewhere, and may hold anything: they are never kept.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple


class System(NamedTuple):
    """The name to show, and the form of a code: what has another form is no code of this system."""

    name: str
    form: re.Pattern[str]


def _system(name: str, form: str) -> System:
    return System(name, re.compile(form))


_ICD10 = r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?[+*!]?"
PUBLIC = {
    "http://snomed.info/sct": _system("SNOMED CT", r"\d{6,18}"),
    "http://loinc.org": _system("LOINC", r"(?:L[APGL])?\d{1,7}-\d"),
    "http://www.nlm.nih.gov/research/umls/rxnorm": _system("RxNorm", r"\d{1,8}"),
    "http://hl7.org/fhir/sid/icd-10-cm": _system("ICD-10-CM", _ICD10),
    "http://hl7.org/fhir/sid/icd-10": _system("ICD-10", _ICD10),
    "http://fhir.de/CodeSystem/bfarm/icd-10-gm": _system("ICD-10-GM", _ICD10),
    "http://hl7.org/fhir/sid/icd-9-cm": _system("ICD-9-CM", r"[VE]?\d{2,3}(?:\.\d{1,2})?"),
    "http://id.who.int/icd/release/11/mms": _system("ICD-11", r"[0-9A-Z]{4}(?:\.[0-9A-Z]{1,3})?"),
    "http://www.cms.gov/Medicare/Coding/ICD10": _system("ICD-10-PCS", r"[0-9A-HJ-NP-Z]{7}"),
    "http://hl7.org/fhir/sid/cvx": _system("CVX", r"\d{1,3}"),
    "http://hl7.org/fhir/sid/ndc": _system("NDC", r"\d{4,5}-?\d{3,4}-?\d{1,2}"),
    "http://www.whocc.no/atc": _system("ATC", r"[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?"),
    "http://www.ama-assn.org/go/cpt": _system("CPT", r"\d{4}[0-9A-Z]"),
    "http://dicom.nema.org/resources/ontology/DCM": _system("DICOM", r"[A-Z]{2,8}|\d{6}"),
    "urn:oid:2.16.840.1.113883.6.238": _system("CDC race and ethnicity", r"\d{4}-\d"),
    "http://unitsofmeasure.org": _system("UCUM", r"[\w%/\[\]{}().*'+-]{1,30}"),
}
_HL7 = re.compile(r"http://(?:terminology\.hl7\.org/CodeSystem|hl7\.org/fhir)/[A-Za-z0-9./-]{1,80}")
_HL7_SYSTEM = _system("HL7", r"[A-Za-z][A-Za-z-]{0,39}|\d{1,3}")


def public(system: Any) -> System | None:
    """The public code system of this URI; None for any other."""
    if not isinstance(system, str):
        return None
    return PUBLIC.get(system) or (_HL7_SYSTEM if _HL7.fullmatch(system) else None)


def is_code(system: Any, code: Any) -> bool:
    """True if `code` has the form of a code of a public system."""
    found = public(system)
    return found is not None and isinstance(code, str) and found.form.fullmatch(code) is not None
