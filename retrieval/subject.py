"""The person a question is about, as far as evidence needs to know: nothing in it identifies."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from retrieval.evidence import Frozen


class Term(Frozen):
    """A condition, drug or procedure: the words, and a code where a public system has one.

    `system` is the FHIR URI of the code system (http://snomed.info/sct, http://hl7.org/fhir/sid/icd-10-cm, …).
    """

    text: str
    system: str | None = None
    code: str | None = None


class Subject(Frozen):
    """Age in years (90 stands for 90 or older), sex, pregnancy, and what is known, the most telling first."""

    age: int | None = Field(default=None, ge=0, le=90)
    sex: Literal["female", "male"] | None = None
    pregnant: bool | None = None
    conditions: tuple[Term, ...] = ()
    drugs: tuple[Term, ...] = ()
