"""The words a claim stands on: the smallest run of sentences that covers it best, a second one if it needs two."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.verify.numbers import quantities
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
    """Offsets of one or two runs of whole sentences in `text` that carry the claim best; [] if nothing is shared.

    Coverage counts the claim's distinct content stems and its numbers, a number twice.
    """
    wanted = _weights(claim)
    sentences = split(text)
    if not wanted or not sentences:
        return []
    held = [_held(text[start:end], wanted) for start, end in sentences]
    first, covered = _best_run(sentences, held, wanted, frozenset())
    if first is None:
        return []
    second, _ = _best_run(sentences, held, wanted, covered, least=_SECOND_SPAN)
    return [first] if second is None else sorted([first, second])


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


def _weights(claim: str) -> dict[str, float]:
    weights = dict.fromkeys(content_stems(claim), 1.0)
    return weights | {_key(quantity.value): 2.0 for quantity in quantities(claim)}


def _held(sentence: str, wanted: dict[str, float]) -> frozenset[str]:
    keys = set(content_stems(sentence)) | {_key(quantity.value) for quantity in quantities(sentence)}
    return frozenset(keys & wanted.keys())


def _key(value: float) -> str:
    return f"#{abs(value):g}"
