"""Cohorts and scores: what they find in their own words, and whether the question asked for that.

That a score can be computed for a patient answers no question about a drug or a risk factor: then it is context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot import gather
from copilot.draft.pack import Passage
from copilot.draft.parse import Drafted
from copilot.verify.form import has_finite_verb
from retrieval.evidence import Evidence
from retrieval.sentences import split

_QUANTITY = re.compile(
    r"\b(?:risks?|rates?|chances?|probabilit(?:y|ies)|likelihood|incidence|odds|prognosis|mortality|survival|score|index"
    r"|clearance|filtration|egfr|points|percent\w*|how (?:often|many|likely|common|frequent\w*|high|low|severe|frail)"
    r"|likely|severity|stage|class)\b",
    re.IGNORECASE,
)
"""What a cohort or a score can be the answer to."""
_INFLUENCE = re.compile(
    r"\b(?:risk factors?|(?:effects?|impact|influence|role|benefits?) of|causes?|caus(?:ed|ing)"
    r"|(?:rais|increas|lower|reduc|decreas|prevent|improv|worsen|affect|chang|influenc|modif|slow|halv|doubl|protect)\w*"
    r"|predict\w*|associat\w+|link\w*|relat(?:ed|ion)\w*|safe\w*|effective\w*|better|worse|compared|versus|vs|than"
    r"|recommend\w*|indicated|treat\w*|accura\w+|valid\w*)\b",
    re.IGNORECASE,
)
"""Asks what does something to a risk, not how high it is."""
_YES_NO = re.compile(r"(?:is|are|was|were|does|do|did|can|could|should|will|would|has|have)\b", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"\b(?:he|she|her|his|him|they|their|(?:this|the|my|our) (?:patient|person|man|woman|lady|gentleman))\b",
    re.IGNORECASE,
)


def answered(parts: Sequence[str], item: Evidence) -> frozenset[int]:
    """The parts of a question, from 0, that ask for what this cohort or score finds."""
    return frozenset(i for i, part in enumerate(parts) if _asks_for(part, item))


def _asks_for(part: str, item: Evidence) -> bool:
    if not asks_quantity(part):
        return False
    return gather.asks_frequency(part) if item.kind == "cohort" else gather.is_about(part, item)


def asks_quantity(part: str) -> bool:
    """True if a part asks how high, how often or how likely something is, and not what changes it.

    A question of yes or no does so where it asks about the patient: "Is her risk of stroke high?"
    """
    if _INFLUENCE.search(part):
        return False
    if _YES_NO.match(part.strip()):
        return bool(_SOMEBODY.search(part))
    return bool(_QUANTITY.search(part))


def stated(passages: Sequence[Passage]) -> Iterator[Drafted]:
    """The first sentence of each computed passage that is prose; the notation beside it is for the model."""
    for passage in passages:
        text = passage.evidence.text
        claim = next((text[start:end] for start, end in split(text) if _is_prose(text[start:end])), None)
        if passage.is_computed and claim:
            yield Drafted(claim, (passage.number,))


def _is_prose(sentence: str) -> bool:
    return has_finite_verb(sentence) and not re.search(r"[=;]", sentence)
