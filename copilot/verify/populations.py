"""Populations: whom or what part of the body a claim is about must be named in the text it cites."""

from __future__ import annotations

from functools import cache
from importlib import resources

from copilot.verify.words import words

_HEADS = 4
"""First words of a group that name what it is about; the rest only imply it."""

_SEX = frozenset({"sex", "sexes", "gender", "genders"})
_SIDES = frozenset("men man male males boys boy".split()), frozenset("women woman female females girls girl".split())
"""A text that speaks of sex speaks of both: "boys and girls did not differ"."""


def absent(claim: str, text: str) -> list[str]:
    """Words of the claim for a population, species or organ that the text names by none of its words, as written.

    Only what `data/populations.txt` lists is known.
    """
    held = {word.norm for word in words(text)} | {word.stem for word in words(text)}
    known, said = _known(), {word.norm for word in words(claim)}
    both = held & _SEX and all(said & side for side in _SIDES)
    return [
        word.text
        for word in words(claim)
        if word.norm in known
        and word.stem not in held
        and not known[word.norm] & held
        and not (both and any(word.norm in side for side in _SIDES))
    ]


@cache
def _known() -> dict[str, frozenset[str]]:
    """The words that head a group, each with all that the groups it heads list."""
    text = resources.files("copilot.verify").joinpath("data", "populations.txt").read_text(encoding="utf-8")
    groups = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    known: dict[str, set[str]] = {}
    for group in groups:
        for word in group[:_HEADS]:
            known.setdefault(word, set()).update(group)
    return {word: frozenset(names) for word, names in known.items()}
