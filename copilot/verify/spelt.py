"""Numbers in words: "twelve", "forty-three", "two hundred and eighty-six"."""

from __future__ import annotations

import re
from collections.abc import Iterator

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUE = {word: float(i) for i, word in enumerate(ONES)}
_VALUE |= {word: 10.0 * i for i, word in enumerate(_TENS.split(), start=2)}
_SCALE = {"hundred": 100.0, "thousand": 1000.0, "million": 1e6}
_WORD = "|".join(sorted((*_VALUE, *_SCALE), key=len, reverse=True))
_RUN = re.compile(rf"\b(?:{_WORD})(?:(?:[ -]|\s+and\s+)(?:{_WORD}))*\b", re.IGNORECASE)


def spelt(text: str) -> Iterator[tuple[int, int, float]]:
    """(start, end, value) of every number in words; "five and six" are two."""
    for run in _RUN.finditer(text):
        words = [
            (m.start() + run.start(), m.end() + run.start(), m[0].lower())
            for m in re.finditer(r"[a-z]+", run[0], re.I)
        ]
        number: list[tuple[int, int, str]] = []
        for word in words:
            if word[2] == "and":
                continue
            if number and not _goes_on(number[-1][2], word[2], text[number[-1][1] : word[0]]):
                yield number[0][0], number[-1][1], _value([w for _, _, w in number])
                number = []
            if number or word[2] in _VALUE:
                number.append(word)
        if number:
            yield number[0][0], number[-1][1], _value([w for _, _, w in number])


def _goes_on(before: str, word: str, between: str) -> bool:
    """True if `word` belongs to the number that `before` is part of."""
    if word in _SCALE:
        return "and" not in between
    if before in _SCALE:
        return True
    return _VALUE[before] >= 20 and 0 < _VALUE[word] < 10 and "and" not in between


def _value(words: list[str]) -> float:
    total = part = 0.0
    for word in words:
        if word == "hundred":
            part *= 100
        elif word in _SCALE:
            total, part = total + part * _SCALE[word], 0.0
        else:
            part += _VALUE[word]
    return total + part
