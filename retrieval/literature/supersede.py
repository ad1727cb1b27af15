"""Guidelines that a newer one of the same organisation on the same topic has replaced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations

from retrieval.evidence import Evidence

_SAME_TOPIC = 0.6
"""Share of the words of two titles that must be common. Two editions differ in their year and a word or two."""
_WORDS = re.compile(r"[a-z]{3,}")
_EMPTY = frozenset("the and for with guideline guidelines clinical practice management update edition".split())


def superseded(evidence: Sequence[Evidence]) -> dict[str, str]:
    """{id of an old guideline: id of the one that replaced it}, among `evidence`.

    Without an organisation or a year nothing is said.
    """
    guidelines = [item for item in evidence if item.kind == "guideline" and _year(item) and item.source.organisation]
    return {
        old.id: new.id
        for new, old in permutations(sorted(guidelines, key=_year), 2)
        if _year(new) > _year(old) and _organisation(new) == _organisation(old) and _alike(new.title, old.title)
    }


def _year(item: Evidence) -> int:
    return item.grade.year or 0


def _organisation(item: Evidence) -> str:
    return " ".join((item.source.organisation or "").casefold().split())


def _alike(a: str, b: str) -> bool:
    """Titles up to the section ("Title — Section"): records of one guideline share the first part."""
    one, other = _topic(a), _topic(b)
    return bool(one and other) and len(one & other) >= _SAME_TOPIC * min(len(one), len(other))


def _topic(title: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(title.partition(" — ")[0].casefold())) - _EMPTY
