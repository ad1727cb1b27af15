"""The finding of a cohort or a score in its own words: no model has to find the number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.draft.pack import Passage
from copilot.draft.parse import Drafted
from copilot.verify.form import has_finite_verb
from retrieval.sentences import split


def stated(passages: Sequence[Passage]) -> Iterator[Drafted]:
    """The first sentence of each computed passage that is prose; the notation beside it is for the model."""
    for passage in passages:
        text = passage.evidence.text
        claim = next((text[start:end] for start, end in split(text) if _is_prose(text[start:end])), None)
        if passage.is_computed and claim:
            yield Drafted(claim, (passage.number,))


def _is_prose(sentence: str) -> bool:
    return has_finite_verb(sentence) and not re.search(r"[=;]", sentence)
