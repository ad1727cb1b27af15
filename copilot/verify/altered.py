"""A sentence copied all but a few words: what was put in must mean what was there.

In free wording a word that the source lacks proves little. In a sentence that is otherwise copied it is the change
that counts: "mice" for "rats", "placebo" for "usual care", an added "not", two groups that changed places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from typing import NamedTuple

from copilot.verify.direction import opposite, same_way
from copilot.verify.names import ABBREVIATIONS
from copilot.verify.negation import NEGATOR
from copilot.verify.numbers import UNITS
from copilot.verify.words import Word, stem, words
from retrieval.sentences import split

_LEAST = 6
"""Words a claim must have to count as copied."""
_COPIED = 0.7
"""Share of the claim's words that must stand in the source in the same order, in runs of at least `_RUN`."""
_RUN = 3
_ROOT = 5
"""Letters at the front that two forms of one word share: "neonates", "neonatally"."""
_EXCHANGED = 8
"""Words each of two exchanged phrases may have."""
_EVEN = frozenset("and or as well".split())
"""Between these words two phrases may change places."""
_FILLER = frozenset(
    stem(word)
    for word in (
        "results result conclusion conclusions findings overall study analysis summary respectively "
        "interestingly importantly here one ones sum "
        "finally indeed background methods objective data this our we"
    ).split()
)


def altered(claim: str, passage: str) -> list[str]:
    """Words of a copied claim that its sentence does not say there, as written; none if the claim is free wording."""
    mine = _tokens(claim)
    if len(mine) < _LEAST:
        return []
    sentences = [_tokens(passage[start:end]) for start, end in split(passage)]
    if exchanged := _exchanged(mine, sentences):
        return exchanged
    copies = [copy for copy in (_copy(mine, sentence) for sentence in sentences) if copy]
    return min((_changes(mine, copy) for copy in copies), key=len, default=[])


class _Copy(NamedTuple):
    """A sentence that the claim copies, and how its words lie over the claim's."""

    theirs: list[Word]
    match: SequenceMatcher[str]


def _copy(mine: list[Word], theirs: list[Word]) -> _Copy | None:
    match = SequenceMatcher(None, [w.stem for w in theirs], [w.stem for w in mine], autojunk=False)
    runs = [block for block in match.get_matching_blocks() if block.size >= _RUN]
    return _Copy(theirs, match) if sum(run.size for run in runs) >= _COPIED * len(mine) else None


def _changes(mine: list[Word], copy: _Copy) -> list[str]:
    theirs, codes = copy.theirs, copy.match.get_opcodes()
    left_out = [word for tag, a, b, *_ in codes if tag in ("replace", "delete") for word in theirs[a:b]]
    inside = [code for code in codes if not (code[0] == "delete" and (code[1] == 0 or code[2] == len(theirs)))]
    out: list[str] = []
    for tag, a, b, c, d in inside:
        if tag in ("replace", "insert"):
            out += [
                word.text
                for word in mine[c:d]
                if not _fair(word, theirs[max(0, a - 2) : b + 2], theirs[a:b], left_out)
            ]
    was = sum(word.norm in NEGATOR for _, a, b, *_ in inside for word in theirs[a:b])
    now = sum(word.norm in NEGATOR for word in mine)
    return out if was == now or out else ["a negation"]


def _tokens(text: str) -> list[Word]:
    """Words without numbers and units, which have their own rules."""
    return [word for word in words(text) if word.norm not in UNITS and not any(ch.isdigit() for ch in word.norm)]


def _fair(word: Word, near: Sequence[Word], there: Sequence[Word], left_out: Sequence[Word]) -> bool:
    """True if an added word is no content, moved from elsewhere, or says what a left-out word said."""
    if word.norm in NEGATOR:
        return True  # counted on its own
    if any(opposite(word.norm, other.norm) for other in there):
        return False
    acronym = word.text.isupper() and len(word.text) > 1
    if word.text in ABBREVIATIONS or word.stem in _FILLER or not (word.content or acronym):
        return True
    if any(word.stem == other.stem for other in left_out):
        return True
    if acronym:
        return word.norm.removesuffix("s") in "".join(other.norm[0] for other in there)
    return any(_means(word, other) for other in near) or _spells_out(word, near)


def _means(word: Word, other: Word) -> bool:
    shared = word.norm[:_ROOT] == other.norm[:_ROOT] and len(word.norm) > _ROOT
    return shared or bool(_groups(word.stem) & _groups(other.stem)) or same_way(word.norm, other.norm)


def _spells_out(word: Word, near: Iterable[Word]) -> bool:
    """True if the word may be part of what an acronym beside it stands for."""
    short = [other.norm for other in near if other.text.isupper() and len(other.text) > 1]
    return any(word.norm[0] in acronym for acronym in short)


@cache
def _groups(stemmed: str) -> frozenset[int]:
    return _synonyms().get(stemmed, frozenset())


@cache
def _synonyms() -> dict[str, frozenset[int]]:
    text = resources.files("copilot.verify").joinpath("data", "synonyms.txt").read_text(encoding="utf-8")
    groups = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    stems = {stem(word) for group in groups for word in group}
    return {one: frozenset(i for i, group in enumerate(groups) if one in map(stem, group)) for one in stems}


def _exchanged(mine: Sequence[Word], sentences: Sequence[list[Word]]) -> list[str]:
    """Two phrases of a sentence that changed places in the claim: "A than in B" for "B than in A"."""
    claim = [word.norm for word in mine]
    for sentence in sentences:
        source = [word.norm for word in sentence]
        if source != claim and Counter(source) == Counter(claim):
            for first, second in _swaps(source, claim):
                return [" ".join(first), " ".join(second)]
    return []


def _swaps(source: list[str], claim: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    front = next(i for i, (a, b) in enumerate(zip(source, claim, strict=True)) if a != b)
    back = next(i for i, (a, b) in enumerate(zip(source[::-1], claim[::-1], strict=True)) if a != b)
    was, now = source[front : len(source) - back], claim[front : len(claim) - back]
    for a in range(1, min(_EXCHANGED, len(was)) + 1):
        for b in range(1, min(_EXCHANGED, len(was) - a) + 1):
            between = was[a : len(was) - b]
            if now == was[len(was) - b :] + between + was[:a] and set(between) - _EVEN:
                yield was[:a], was[len(was) - b :]
