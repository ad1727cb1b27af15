"""Tells FHIR STU3 and R5 from R4 by their shapes: a bundle does not say which version it is.

Sources: the R4 and R5 "diff" pages of each resource (hl7.org/fhir/R4/diff.html, hl7.org/fhir/R5/diff.html).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from copilot.patient.errors import WrongFhirVersion

Json = dict[str, Any]


class _Sign(NamedTuple):
    """A field that only another version has, or has in this shape."""

    field: str
    version: str
    shape: Callable[[Any], bool] = lambda _: True


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _holds(*keys: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and any(key in value for key in keys)


_STU3, _R5 = "STU3 or older", "R5 or newer"
_CODEABLE_REFERENCE = _holds("concept")

_SIGNS: dict[str, tuple[_Sign, ...]] = {
    "Patient": (_Sign("animal", _STU3),),
    "Condition": (
        _Sign("clinicalStatus", _STU3, _is_text),
        _Sign("verificationStatus", _STU3, _is_text),
        _Sign("assertedDate", _STU3),
        _Sign("dateRecorded", _STU3),
        _Sign("context", _STU3),
        _Sign("participant", _R5),
    ),
    "AllergyIntolerance": (
        _Sign("clinicalStatus", _STU3, _is_text),
        _Sign("verificationStatus", _STU3, _is_text),
        _Sign("assertedDate", _STU3),
        _Sign("type", _R5, _is_object),
        _Sign("participant", _R5),
    ),
    "MedicationRequest": (
        _Sign("requester", _STU3, _holds("agent")),
        _Sign("context", _STU3),
        _Sign("medication", _R5),
        _Sign("reason", _R5),
    ),
    "MedicationStatement": (
        _Sign("taken", _STU3),
        _Sign("medication", _R5),
        _Sign("adherence", _R5),
        _Sign("reason", _R5),
    ),
    "Medication": (
        _Sign("package", _STU3),
        _Sign("isBrand", _STU3),
        _Sign("doseForm", _R5),
        _Sign("totalVolume", _R5),
    ),
    "Observation": (
        _Sign("comment", _STU3),
        _Sign("comments", _STU3),
        _Sign("related", _STU3),
        _Sign("context", _STU3),
        _Sign("category", _STU3, _is_object),
        _Sign("triggeredBy", _R5),
        _Sign("bodyStructure", _R5),
        _Sign("instantiatesReference", _R5),
        _Sign("instantiatesCanonical", _R5),
    ),
    "Encounter": (
        _Sign("reason", _STU3, lambda value: _is_list(value) and any(_holds("coding", "text")(v) for v in value)),
        _Sign("incomingReferral", _STU3),
        _Sign("patient", _STU3),
        _Sign("class", _R5, _is_list),
        _Sign("actualPeriod", _R5),
        _Sign("admission", _R5),
        _Sign("reason", _R5),
        _Sign("subjectStatus", _R5),
    ),
    "Procedure": (
        _Sign("notDone", _STU3),
        _Sign("context", _STU3),
        _Sign("definition", _STU3),
        _Sign("occurrenceDateTime", _R5),
        _Sign("occurrencePeriod", _R5),
        _Sign("recorded", _R5),
        _Sign("reason", _R5),
    ),
}
_TYPES = {
    **dict.fromkeys(
        "BodySite DataElement DeviceComponent DeviceUseRequest DiagnosticOrder EligibilityRequest "
        "EligibilityResponse ExpansionProfile ImagingManifest MedicationOrder ProcedureRequest "
        "ProcessRequest ProcessResponse ReferralRequest Sequence ServiceDefinition".split(),
        _STU3,
    ),
    **dict.fromkeys(
        "ActorDefinition ArtifactAssessment BiologicallyDerivedProductDispense ConditionDefinition DeviceAssociation "
        "DeviceDispense DeviceUsage EncounterHistory FormularyItem GenomicStudy ImagingSelection InventoryItem "
        "InventoryReport MedicationUsage NutritionIntake Permission Requirements TestPlan Transport".split(),
        _R5,
    ),
}
_PROFILES = {"/STU3/": _STU3, "/DSTU2/": _STU3, "/5.0/": _R5, "/R5/": _R5}


def require_r4(resource: Json, path: str) -> None:
    """Raises WrongFhirVersion, naming the place, if the resource has a shape that R4 does not."""
    kind = resource.get("resourceType")
    if not isinstance(kind, str):
        return
    if (version := _TYPES.get(kind)) is not None:
        _refuse(version, f"{path}.ofType({kind})")
    for sign in _SIGNS.get(kind, ()):
        if sign.field in resource and sign.shape(resource[sign.field]):
            _refuse(sign.version, f"{path}.ofType({kind}).{sign.field}")
    meta = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    for profile in profiles if isinstance(profiles, list) else ():
        for part, version in _PROFILES.items():
            if isinstance(profile, str) and part in profile:
                _refuse(version, f"{path}.ofType({kind}).meta.profile")


def _refuse(version: str, path: str) -> None:
    raise WrongFhirVersion(
        f"This is FHIR {version}: {path} has a shape that R4 does not know.",
        next_step="Ask the server for FHIR R4 (4.0.1), or convert the record first.",
    )
