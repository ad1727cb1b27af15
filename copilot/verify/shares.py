"""Shares in words: "half", "a third of", "two fifths", "one in five", "7 out of 10"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.verify.spelt import ONES

_COUNT = {word: i for i, word in enumerate(ONES[1:11], start=1)}
_PARTS = "half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|fourth"
_PART = {word: i for i, word in enumerate(_PARTS.split("|"), start=2)} | {"fourth": 4}
_FULL = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1000, 10_000, 100_000})
"""What "N in M" counts by: "3 in 2019" is no share."""
_NUMBER = rf"\d{{1,3}}(?:,?\d{{3}})*|{'|'.join(_COUNT)}"
_UNIT = "second minute hour day week month year center centre site countr hospital stud trial arm group"
_NOT_OF_THESE = rf"(?!\s+(?:{_UNIT.replace(' ', '|')}))"
_HEDGES = "about over under than nearly almost roughly around by"
_HEDGED = "(?:" + "|".join(f"(?<={hedge} )" for hedge in _HEDGES.split()) + ")"
_OF = r"(?=\s+(?:of|had|have|has|were|was|are|did|died|who|in|developed|needed|received|survived|reported)\b)"

_IN = re.compile(
    rf"(?<![\w.,-])({_NUMBER})\s+(?:in|out\s+of|of)\s+(?:every\s+)?({_NUMBER})\b(?![.,]\d|\s?%){_NOT_OF_THESE}", re.I
)
_FRACTIONS = (
    re.compile(rf"(?<![\w-])({'|'.join(list(_COUNT)[1:9])})[ -]({_PARTS})s(?![\w-])", re.I),
    re.compile(rf"(?<![\w-])(one)[ -]({_PARTS})(?![\w-])", re.I),
    re.compile(r"(?<![\w-])(a) (quarter)(?![\w-])(?!\s+(?:century|hour))", re.I),
    # "a third of" is a share, "a third dose" the one after the second
    re.compile(rf"{_HEDGED}(a) ({_PARTS})(?![\w-])|(?<![\w-])(a) ({_PARTS}){_OF}", re.I),
    re.compile(r"()(?<![\w-])(?<!and a )(?<!first )(?<!second )(half)(?![\w-])(?!\s+(?:life|hour|day|an?\b))", re.I),
)


def shares(text: str) -> list[tuple[int, int, float]]:
    """(start, end, value from 0 to 1) of every share in words, in order, none within another."""
    found: list[tuple[int, int, float]] = []
    for start, end, value in sorted(_all(text), key=lambda share: (share[0], -share[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end, value))
    return found


def _all(text: str) -> Iterator[tuple[int, int, float]]:
    for match in _IN.finditer(text):
        part, full = _read(match[1]), _read(match[2])
        if full in _FULL and 0 < part < full:
            yield match.start(), match.end(), part / full
    for pattern in _FRACTIONS:
        for match in pattern.finditer(text):
            count, parts = (group.lower() for group in match.groups() if group is not None)
            yield match.start(), match.end(), _COUNT.get(count, 1) / _PART[parts]


def _read(number: str) -> int:
    return _COUNT.get(number.lower()) or int(number.replace(",", ""))
