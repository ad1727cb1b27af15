"""Words of one meaning: the "death" of a question is the "mortality" of a paper.

For the order of quoted sentences alone. Which words may stand for each other in a sentence that is shown is for the
gate to say, by a table of its own (`copilot/verify/data/synonyms.txt`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

from copilot.verify.words import stem


def alike(stems: Iterable[str]) -> set[str]:
    """The stems, each word of one meaning (`alike.txt`) as the first of its line."""
    first = _first()
    return {first.get(one, one) for one in stems}


@cache
def _first() -> dict[str, str]:
    lines = resources.files("copilot.draft").joinpath("alike.txt").read_text(encoding="utf-8").splitlines()
    groups = (list(map(stem, line.split())) for line in lines if not line.startswith("#"))
    return {one: group[0] for group in groups for one in group}
