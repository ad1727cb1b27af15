"""The words a claim stands on: the smallest run of sentences that covers it best, a second one if it needs two."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.verify.numbers import Quantity, quantities, stands
from copilot.verify.words import content_stems
from retrieval.sentences import split

_LONGEST = 3
"""Sentences a span may have."""
_PER_SENTENCE = 0.06
"""Coverage a further sentence must add to be worth quoting."""
_SECOND_SPAN = 0.12
"""Coverage a second span must add; a claim may join two findings of one text."""

Offsets = tuple[int, int]


def best_spans(claim: str, text: str) -> list[Offsets]:
    """Offsets of one to three runs of whole sentences in `text` that carry the claim best; [] if nothing is shared.

    Coverage counts the claim's distinct content stems and its numbers, a number twice. A third run has to hold a
    number of the claim that the first two lack, and a word of the claim with it.
    """
    numbers = quantities(claim)
    keys = dict.fromkeys((_key(number) for number in numbers), 2.0)
    wanted = dict.fromkeys(content_stems(claim), 1.0) | keys
    sentences = split(text)
    if not wanted or not sentences:
        return []
    held = [_held(text[start:end], claim, numbers) & wanted.keys() for start, end in sentences]
    first, covered = _best_run(sentences, held, wanted, frozenset())
    if first is None:
        return []
    spans = [first]
    second, covered = _best_run(sentences, held, wanted, covered, least=_SECOND_SPAN)
    if second:
        spans.append(second)
    lacking = keys.keys() - covered
    third = [i for i, found in enumerate(held) if found & lacking and found - keys.keys()]
    if third:
        spans.append(sentences[max(third, key=lambda i: (len(held[i] & lacking), len(held[i])))])
    return sorted(spans)


def _best_run(
    sentences: Sequence[Offsets],
    held: Sequence[frozenset[str]],
    wanted: dict[str, float],
    covered: frozenset[str],
    least: float = 0.0,
) -> tuple[Offsets | None, frozenset[str]]:
    total = sum(wanted.values())
    best, best_score, best_held = None, least, covered
    for i in range(len(sentences)):
        run: frozenset[str] = frozenset()
        for j in range(i, min(i + _LONGEST, len(sentences))):
            run |= held[j]
            score = sum(wanted[key] for key in run - covered) / total - _PER_SENTENCE * (j - i)
            if score > best_score + 1e-9:
                best, best_score, best_held = (sentences[i][0], sentences[j][1]), score, run | covered
    return best, best_held


def _held(sentence: str, claim: str, numbers: Sequence[Quantity]) -> frozenset[str]:
    there = quantities(sentence)
    found = {_key(number) for number in numbers if stands(number, claim, sentence, there)}
    return frozenset(found | set(content_stems(sentence)))


def _key(number: Quantity) -> str:
    return f"#{abs(number.value):g}"
