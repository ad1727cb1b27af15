"""A judge of support that shares no code with the gate: numbers as written, and closeness in meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evals import lab

NEAR = 0.8
"""Least cosine of a claim with one or two sentences of its source; set before anything was measured with it."""
_NUMBER = re.compile(r"(?<![\w.-])\d+(?:[.,·]\d+)*(?![\w-])")
_MARKERS = re.compile(r"\s*(?:\[\d+\])+\.?$")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


def bare(sentence: str) -> str:
    """A sentence without its citation markers."""
    return _MARKERS.sub("", sentence).strip()


def numbers(text: str) -> list[str]:
    """Every number as written, but for thousands separators and raised points."""
    return [found.replace(",", "").replace("·", ".") for found in _NUMBER.findall(text)]


def supported(claim: str, texts: Sequence[str]) -> bool:
    """Do these texts together carry the claim?"""
    whole = " ".join(texts)
    if not whole or set(numbers(claim)) - set(numbers(whole)):
        return False
    sentences = [one for text in texts for one in _END.split(text) if one.strip()]
    windows = [*sentences, *(f"{a} {b}" for a, b in pairwise(sentences)), whole]
    vectors = lab.encoder().encode([claim, *windows])
    return bool(max(vectors[1:] @ vectors[0]) >= NEAR)
