"""Guidelines that a newer edition has replaced, and reviews that a later text says are withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from retrieval.evidence import Evidence
from retrieval.sentences import split

_SAME_TOPIC = 0.7
"""Jaccard similarity of the words of two titles from which they are editions of one. Two editions differ in their
year and a word or two; so do two guidelines on neighbouring topics, and those must not be taken for one.
"""
_WORDS = re.compile(r"[a-z]{3,}")
_TOPIC_WORDS = re.compile(r"[a-z]{3,}|\b\d{1,2}\b")
"""With "1" and "2", as in diabetes; a year is no topic."""
_EMPTY = frozenset(
    "the and for with guideline guidelines clinical practice management update updated edition diagnosis treatment "
    "adults people patients recommendations statement scientific focused".split()
)
_GROUPS = re.compile(r"\b(?:pregnan|child|p(?:a)?ediatr|neonat|adolescen)")


_WORK, _YEAR = r"(?:review|analysis|meta-analysis)", r"(?P<year>(?:19|20)\d\d)"
_WITHDRAWS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_WORK}\b.*\b{_YEAR}\b.*\b(?:is|was|has been) (?:withdrawn|replaced|superseded)\b",
        rf"\b(?:replaces|supersedes|withdraws|updates)\b.*\b{_WORK} (?:of|from) {_YEAR}\b",
        rf"\bupdate of (?:our|the|a) (?:\w+ )?{_WORK} (?:of|from) {_YEAR}\b",
    )
)
"""Sentences and titles that take an earlier work's place."""
_NAMED = 0.5
"""Share of the words of a review's title, up to its colon, that the sentence which withdraws it must name."""


def superseded(evidence: Sequence[Evidence]) -> dict[str, str]:
    """{id of an old text: id of the one that replaced it or says that it is withdrawn}, among `evidence`.

    A guideline gives way to a newer one of the same organisation on the same topic; without an organisation or a year
    nothing is said. A review gives way to a later text that withdraws the review of its subject and year.
    """
    return _taken_back(evidence) | _editions(evidence)


def _taken_back(evidence: Sequence[Evidence]) -> dict[str, str]:
    found: dict[str, str] = {}
    for notice in evidence:
        for year, sentence in _withdrawing(notice):
            stated = set(_WORDS.findall(f"{sentence} {notice.title}".casefold()))
            for item in evidence:
                named = set(_WORDS.findall(item.title.partition(": ")[0].casefold())) - _EMPTY
                if (
                    _is_review(item)
                    and _year(item) == year < _year(notice)
                    and len(named & stated) >= _NAMED * max(1, len(named))
                ):
                    found[item.id] = notice.id
    return found


def _withdrawing(notice: Evidence) -> Iterator[tuple[int, str]]:
    """Years of the works that a text takes the place of, each with the sentence that says so."""
    for sentence in (notice.title, *(notice.text[start:end] for start, end in split(notice.text))):
        for said in filter(None, (pattern.search(sentence) for pattern in _WITHDRAWS)):
            yield int(said["year"]), sentence


def _is_review(item: Evidence) -> bool:
    return item.grade.design in ("review", "systematic review") or bool(re.search(rf"\b{_WORK}\b", item.title, re.I))


def _editions(evidence: Sequence[Evidence]) -> dict[str, str]:
    guidelines = [item for item in evidence if item.kind == "guideline" and _year(item) and item.source.organisation]
    return {
        old.id: new.id
        for new, old in permutations(sorted(guidelines, key=_year), 2)
        if _year(new) > _year(old) and _organisation(new) == _organisation(old) and _alike(new, old)
    }


def _year(item: Evidence) -> int:
    return item.grade.year or 0


def _organisation(item: Evidence) -> str:
    return " ".join((item.source.organisation or "").casefold().split())


def _alike(a: Evidence, b: Evidence) -> bool:
    one, other = _topic(a), _topic(b)
    if not one or not other or _groups(a) != _groups(b):
        return False
    return len(one & other) >= _SAME_TOPIC * len(one | other)


def _topic(item: Evidence) -> frozenset[str]:
    """Words of the title up to the section ("Title — Section"), without those of the organisation that wrote it."""
    own = set(_WORDS.findall(_organisation(item)))
    return frozenset(_TOPIC_WORDS.findall(_title(item))) - _EMPTY - own


def _groups(item: Evidence) -> frozenset[str]:
    return frozenset(_GROUPS.findall(_title(item)))


def _title(item: Evidence) -> str:
    return item.title.partition(" — ")[0].casefold()
