"""Which scores can be computed from what is known of a patient, and which need what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from retrieval.evidence import Frozen
from retrieval.scores.codelist import CodeList
from retrieval.scores.errors import OutOfRange, ScoreInput
from retrieval.scores.evaluate import run
from retrieval.scores.inputs import Choice, Flag, Input, Number
from retrieval.scores.registry import registry
from retrieval.scores.result import Missing, Result
from retrieval.scores.score import Score


class Facts(Frozen):
    """What is known, in the words of this room. What is not named is not known.

    `concepts`: rows of concepts.toml that are recorded as present, or stated to be absent.
    """

    numbers: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="measure -> value, unit, comparator where there is one"
    )
    concepts: dict[str, bool] = Field(default_factory=dict)
    choices: dict[str, str] = Field(default_factory=dict, description="sex, smoking")
    icd10: list[str] = Field(default_factory=list, description="recorded diagnoses; there may be more")
    old: list[str] = Field(default_factory=list, description="numbers that are older than one should decide on")


Status = Literal["ready", "partly", "needs", "outside", "not for this patient", "not of interest"]


class Applicability(Frozen):
    """One score for one patient.

    `ready`: one value; `partly`: a range; `needs`: too much is missing; `outside`: a value is outside what the score
    was made for; `not for this patient`: a recorded condition rules it out; `not of interest`: what it is about is
    not recorded.
    """

    name: str
    title: str
    status: Status
    reason: str = ""
    missing: list[Missing] = Field(default_factory=list)
    result: Result | None = None


def applicable(facts: Facts) -> list[Applicability]:
    """Every score, in the order of the registry."""
    return [_applicability(score, facts) for score in registry().values()]


def _applicability(score: Score, facts: Facts) -> Applicability:
    def answer(status: Status, reason: str = "", result: Result | None = None) -> Applicability:
        missing = result.missing if result else []
        return Applicability(
            name=score.name, title=score.title, status=status, reason=reason, missing=missing, result=result
        )

    against = [concept for concept in score.not_with if facts.concepts.get(concept)]
    if against:
        return answer("not for this patient", f"It does not hold with: {', '.join(against)}.")
    if score.about and not any(facts.concepts.get(concept) for concept in score.about):
        return answer("not of interest", f"It is about: {', '.join(score.about)}; none is recorded.")
    try:
        result = run(score, dict(_inputs(score, facts)))
    except OutOfRange as error:
        return answer("outside", error.what)
    except ScoreInput as error:
        return answer("needs", error.what)
    status: Mapping[str, Status] = {"complete": "ready", "range": "partly", "unknown": "needs"}
    return answer(status[result.status], result=result)


def _inputs(score: Score, facts: Facts) -> Iterator[tuple[str, Any]]:
    for one in score.inputs:
        value = _value(one, facts)
        if value is not None:
            yield one.name, value


def _value(one: Input, facts: Facts) -> Any:
    match one:
        case Number():
            return facts.numbers.get(one.name)
        case Choice():
            chosen = facts.choices.get(one.name)
            return chosen if chosen in one.options else None
        case CodeList():
            return {"at_least": facts.icd10} if facts.icd10 else None
        case Flag():
            found = [facts.concepts.get(concept) for concept in one.concepts]
            return True if any(found) else False if found and all(value is False for value in found) else None
