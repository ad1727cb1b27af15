"""A judge of support that shares no code with the gate: the same numbers, closeness in meaning, and foreign words.

Closeness alone (`supported`) is lenient: it passes a paraphrase, and most claims with one word turned round.
`literal` sees those, and takes a paraphrase for unsupported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evals import lab
from evals.quantities import quantities

NEAR = 0.8
"""Least cosine of a claim with one or two sentences of its source; set before anything was measured with it."""
_PREFIX = 5
"""Letters by which forms of one word are told to be one."""
_LETTERS = re.compile(r"[a-z]+")
_MARKERS = re.compile(r"\s*(?:\[\d+\])+\.?$")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


def bare(sentence: str) -> str:
    """A sentence without its citation markers."""
    return _MARKERS.sub("", sentence).strip()


def numbers(text: str) -> list[float]:
    """The value of every number in digits, in order."""
    return [found.value for found in quantities(text)]


def literal(claim: str, texts: Sequence[str]) -> bool:
    """Does every word of the claim stand in these texts, and do its numbers come in their order?"""
    whole = " ".join(texts)
    known = {word[:_PREFIX] for word in _words(whole)}
    following = iter(numbers(whole))
    return all(word[:_PREFIX] in known for word in _words(claim)) and all(one in following for one in numbers(claim))


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text.lower())


def supported(claim: str, texts: Sequence[str]) -> bool:
    """Do these texts together carry the claim?"""
    whole = " ".join(texts)
    if not whole or set(numbers(claim)) - set(numbers(whole)):
        return False
    sentences = [one for text in texts for one in _END.split(text) if one.strip()]
    windows = [*sentences, *(f"{a} {b}" for a, b in pairwise(sentences)), whole]
    vectors = lab.encoder().encode([claim, *windows])
    return bool(max(vectors[1:] @ vectors[0]) >= NEAR)
