"""The typed form through the text path: what people type into a field for a condition may be a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from copilot.deid.systems import is_code
from copilot.deid.types import Known
from copilot.patient.terms import Deidentify, Terms
from copilot.schema import Allergy, Coded, Lab, Medication, PatientContext

T = TypeVar("T", Coded, Lab)


def cleaned(form: PatientContext, deidentify: Deidentify) -> PatientContext:
    """The form without the words in which the text path finds someone; a remark counts them."""
    terms = Terms(Known(), deidentify)
    update: dict[str, Any] = {
        field: list(_without_names(getattr(form, field), terms))
        for field in ("conditions", "medications", "allergies", "procedures", "encounters")
    }
    update["labs"] = [_typed(lab) for lab in form.labs if terms.free(lab.name) and terms.shown(lab.unit)]
    update["remarks"] = [remark for remark in form.remarks if terms.free(remark)]
    update["note"] = _note(form.note, deidentify) if form.note else None
    left_out = terms.withheld + (form.note is not None and update["note"] is None)
    if left_out:
        update["remarks"].append(f"left out, words that may name a person: {left_out}")
    return form.model_copy(update=update)


def _without_names(entries: list[Coded], terms: Terms) -> Iterator[Coded]:
    for entry in entries:
        if terms.free(entry.text) is None:
            continue
        kept = _public(entry)
        if isinstance(kept, Medication) and kept.dose:
            kept = kept.model_copy(update={"dose": terms.free(kept.dose)})
        if isinstance(kept, Allergy):
            kept = kept.model_copy(update={"reactions": [one for one in kept.reactions if terms.free(one)]})
        yield kept


def _public(entry: T) -> T:
    """The entry with its code, if that is one anyone can look up."""
    return entry if is_code(entry.system, entry.code) else entry.model_copy(update={"system": None, "code": None})


def _typed(lab: Lab) -> Lab:
    """Without a source's own words for the value: a typed one is as it was typed, and a name could stand there."""
    return _public(lab).model_copy(update={"as_recorded": None})


def _note(note: str, deidentify: Deidentify) -> str | None:
    result = deidentify(note, Known())
    return result.text if result.verdict == "pass" else None
