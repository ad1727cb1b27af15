"""`/v1/scores`: the published risk scores. Pure computation: nothing is stored, nothing logged of the inputs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from copilot.api.problems import HttpProblem
from copilot.patient.intake import from_document
from copilot.scores_input import facts_of
from retrieval.scores import Applicability, Result, Score, applicable, get, registry, run
from retrieval.scores.describe import describe
from retrieval.scores.errors import UnknownScore

router = APIRouter(tags=["scores"])


class NoSuchScore(HttpProblem):
    """No score has this name."""

    status = HTTPStatus.NOT_FOUND


class ScoreRequest(BaseModel):
    """Inputs by name: a bare value, or `{"value", "unit", "comparator"?}`; null is "not known"."""

    model_config = ConfigDict(extra="forbid")

    inputs: dict[str, Any]


class PatientRequest(BaseModel):
    """A patient, to see which scores can be computed: a FHIR R4 Bundle, or the typed form."""

    model_config = ConfigDict(extra="forbid")

    patient: dict[str, Any]


@router.get("/scores")
def listed() -> list[dict[str, Any]]:
    """Every score with its inputs, validity and source."""
    return [describe(score) for score in registry().values()]


@router.post("/scores")
def for_patient(body: PatientRequest) -> list[Applicability]:
    """Which scores can be computed for this patient now, and which need what."""
    return applicable(facts_of(from_document(body.patient)))


@router.get("/scores/{name}")
def explained(name: str) -> dict[str, Any]:
    """One score's sheet."""
    return describe(_named(name))


@router.post("/scores/{name}")
def computed(name: str, body: ScoreRequest) -> Result:
    """The value, or the range it must lie in and what it depends on."""
    return run(_named(name), body.inputs)


def _named(name: str) -> Score:
    try:
        return get(name)
    except UnknownScore as error:
        raise NoSuchScore(error.what, next_step="`GET /v1/scores` names them all.") from error
