"""Evidence beside the literature: the hospital's own patients like this one, and risk scores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from copilot.cohort import gate
from copilot.schema import PatientContext
from copilot.scores_input import scores_for
from copilot.settings import Settings
from retrieval.cohort.disclosure.errors import BudgetSpent, Refused
from retrieval.errors import Problem
from retrieval.evidence import Evidence
from retrieval.query.understand import understand
from retrieval.scores import get
from retrieval.subject import Subject

REQUESTER = "copilot"
"""All questions of one server share one disclosure budget."""
SCORES = 2
"""Most scores beside the literature: a small model loses the question behind more."""

_OUTCOME_WORDS = re.compile(
    r"\b(?:risks?|rates?|chances?|probability|likelihood|incidence|odds|how (?:often|many|likely)|develop\w*"
    r"|mortality|die|dies|dying|death|survival|re-?admi\w+|rehospitali[sz]\w+|prognosis|outcomes?)\b",
    re.IGNORECASE,
)
"""Without one of these a question asks for no frequency, and the database need not be opened."""
_WORD = re.compile(r"[a-z0-9]{4,}")
_SHORT = re.compile(r"\b[A-Z]{3}\b")
_PROCEDURE = re.compile(
    r"\b(?:after|following|from|during) (?:\w+ ){0,3}(?:\w+(?:ectomy|plasty|ostomy|otomy|scopy|graft\w*)|surgery"
    r"|operation|pci|cabg|tavi|tavr|ablation|transplant\w*|caesarean|cesarean|stent\w*|angiograph\w+|biopsy)\b",
    re.IGNORECASE,
)


class Gathered(NamedTuple):
    """`notes` say in words what was widened, asked back, or could not be had."""

    evidence: list[Evidence]
    notes: list[str]


def cohort(question: str, subject: Subject, settings: Settings) -> Gathered:
    """What happened to patients like this one, from the configured database, through disclosure control.

    A database that cannot be asked is a note, never a failure: the literature answers without it.
    """
    if not asks_frequency(question):
        return Gathered([], [])
    try:
        return _asked(question, subject, settings)
    except BudgetSpent:
        return Gathered([], ["This hospital's patients were not counted: the budget of cohort queries is used up."])
    except Problem as problem:
        return Gathered([], [f"This hospital's patients were not counted: {problem.what}"])


def _asked(question: str, subject: Subject, settings: Settings) -> Gathered:
    # Databases and statistics take a second to import: most questions do without.
    from retrieval.cohort.answer import answer
    from retrieval.cohort.asked import read
    from retrieval.cohort.candidates import candidates
    from retrieval.cohort.cdm import open_cdm
    from retrieval.cohort.concepts import Resolver
    from retrieval.cohort.vocabulary import CdmVocabulary
    from retrieval.cohort.words import evidence

    with open_cdm(settings.cdm_url) as cdm:
        resolver = Resolver(CdmVocabulary(cdm))
        asked = read(question, resolver)
        notes = [f"“{one.term}” may mean {' or '.join(one.choices)}: write it out." for one in asked.doubtful]
        if asked.special == "readmission":
            notes.append("Readmissions are counted by named definitions alone: `copilot cohort list` shows them.")
        found: Gathered | None = None
        for query, widened in candidates(asked, subject, resolver):
            try:
                result = answer(query, cdm, gate(settings, cdm, REQUESTER), subject)
            except Refused:
                continue
            given_up = f"The cohort was widened: {'; '.join(widened)}." if widened else ""
            thin = [warning for warning in result.representativeness.warnings if "like this one" in warning]
            synthetic = ["The cohort is synthetic: these persons do not exist."] if result.data.synthetic else []
            found = Gathered([evidence(result)], [*notes, *synthetic, *filter(None, [given_up]), *thin])
            if not result.suppressed and result.n:
                return found
        return found or Gathered([], notes)


def scores(question: str, patient: PatientContext | None) -> list[Evidence]:
    """The scores that bear on the question, of those that this patient's record settles."""
    if patient is None:
        return []
    return [item for item in scores_for(patient) if is_about(question, item)][:SCORES]


def is_about(question: str, score: Evidence) -> bool:
    """True if the question names the score, or what it predicts, by a word that tells."""
    asked = understand(question).expanded
    said = set(_WORD.findall(asked.lower())) | {word.lower() for word in _SHORT.findall(asked)}
    return bool(said & set(_telling(score))) and not (_PROCEDURE.search(question) and _is_general(score))


def asks_frequency(question: str) -> bool:
    """True if the question has a word for how often something happens."""
    return bool(_OUTCOME_WORDS.search(question))


def notices(evidence: Iterable[Evidence]) -> list[str]:
    """What the licence of a score asks to be shown with each result (QRISK3: ClinRisk's notice)."""
    named = {item.id.split(":")[1] for item in evidence if item.kind == "score"}
    licensed = [get(name) for name in sorted(named)]
    return [f"{score.title}. {score.licence}" for score in licensed if score.licence]


def _telling(item: Evidence) -> Iterator[str]:
    """Words of a score's name and of what it predicts."""
    for word in (*_WORD.findall(item.title.lower()), *(short.lower() for short in _SHORT.findall(item.title))):
        if word not in _COMMON:
            yield word


def _is_general(score: Evidence) -> bool:
    """True for a risk in years: it says nothing of what follows an operation."""
    return "year" in score.title.lower()


_COMMON = frozenset(
    "risk score year years with from patients people first within days after death disease rate major hospital "
    "failure index general advanced total surgery admission probability severity".split()
)
