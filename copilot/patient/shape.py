"""Holds resources to the FHIR R4 schema; extensions, which anyone may define, are left aside."""

from __future__ import annotations

from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from copilot.patient.entries import Entry, Json
from copilot.patient.errors import WrongShape

READ = frozenset(
    "Patient Condition MedicationRequest MedicationStatement Medication AllergyIntolerance Observation Encounter "
    "Procedure".split()
)
"""Resource types that a patient context is made of; the others pass unread."""

_ASIDE = ("extension", "text", "meta", "language")


def checked(entry: Entry) -> Entry:
    """The entry without its extensions and narrative, once its shape is right.

    Raises:
        WrongShape: names the first fault's place as FHIRPath, and what kind of fault; never a value.
    """
    try:
        bare = _bare(entry.resource)
        get_fhir_model_class(entry.kind).model_validate(bare)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
        steps, what = fault["loc"], _KINDS.get(fault["type"], "has a value that R4 does not allow")
        if fault["type"] == "extra_forbidden":  # the last step is a name of the sender's
            steps, what = steps[:-1], "holds an element that R4 does not have"
        raise WrongShape(f"{entry.path}.ofType({entry.kind}){_dotted(steps)} {what}.", next_step=_NEXT) from None
    except RecursionError:
        raise WrongShape(f"{entry.path} is nested too deeply.", next_step=_NEXT) from None
    return entry._replace(resource=bare)


_NEXT = "Correct it in the system that sends it: FHIR R4, https://hl7.org/fhir/R4/."

_KINDS = {
    "missing": "is missing",
    "json_invalid": "is not an object",
    "string_type": "is not text",
    "list_type": "is not a list",
    "decimal_type": "is not a number",
    "decimal_parsing": "is not a number",
    "bool_type": "is not true or false",
    "bool_parsing": "is not true or false",
}


def _bare(value: Json) -> Json:
    """FHIR has no null: an element that is null is one that is not there."""
    return {key: item for key, item in _inner(value).items() if key not in _ASIDE}


def _inner(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _inner(item)
            for key, item in value.items()
            if item is not None and key != "extension" and not key.startswith("_")
        }
    if isinstance(value, list):
        return [_inner(item) for item in value if item is not None]
    return value


def _dotted(steps: tuple[int | str, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
