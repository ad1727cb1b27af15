"""Direction and negation: "increased" must not be shown where the source says "decreased" or "did not increase"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from copilot.verify.negation import Reading, denials, read
from copilot.verify.words import stem

Pole = tuple[str, int]
"""A dimension and the side of it, +1 or -1."""


@cache
def _pole_of() -> dict[str, list[Pole]]:
    """Word -> its poles. Words of `_AS_WRITTEN` stand in their own form, all others by their stem."""
    text = resources.files("copilot.verify").joinpath("data", "directions.txt").read_text(encoding="utf-8")
    poles: dict[str, list[Pole]] = {}
    none: dict[str, list[Pole]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        dimension, _, sides = line.partition(":")
        if dimension == "none":
            none = {word: [] for word in sides.split()}
            continue
        for pole, forms in zip((1, -1), sides.split("|"), strict=True):
            for form in forms.split():
                of = poles.setdefault(form if dimension in _AS_WRITTEN else stem(form), [])
                if (dimension, pole) not in of:
                    of.append((dimension, pole))
    return poles | none


_AS_WRITTEN = frozenset(("presence", "time", "sex"))
"""Dimensions whose words share a stem with others: "following", "male"."""


_BOUNDS = (
    (re.compile(r"\bor\s+$", re.IGNORECASE), ("more", "less")),
    (re.compile(r"\bat\s+(?:the\s+)?$", re.IGNORECASE), ("most", "least")),
)
"""What stands before a word that bounds a number and points nowhere: "65 years or more", "at least one"."""

_SPAN_OF_TIME = re.compile(
    r"\s+(?:about|around|approximately|roughly|nearly|only|just|the first|a median of|a mean of)?\s*"
    r"(?:\d[\d.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|some)[\s-]+"
    r"(?:second|minute|hour|day|week|month|year|decade)s?\b(?!\s+of\b)",
    re.IGNORECASE,
)
"""What follows a word that says how long, not what came first: "after six months"."""

_KINDS = frozenset(("course", "growth", "inheritance", "sex", "age"))
"""Dimensions of kinds of things: what a sentence denies of acute illness is not that it is acute."""


@dataclass(frozen=True)
class Mark:
    """A word with a direction: its dimension, pole (+1 or -1), whether it is denied, and the stems around it.

    `denied` is None where the clause has a negation that may or may not reach the word.
    """

    text: str
    dimension: str
    pole: int
    denied: bool | None
    context: frozenset[str]

    def may_point(self, sign: int) -> bool:
        """True if the word may say `sign`: its pole, turned round by a denial."""
        return self.denied is None or sign == (-self.pole if self.denied else self.pole)

    def agrees(self, other: Mark) -> bool:
        return any(self.may_point(sign) and other.may_point(sign) for sign in (1, -1))

    def shared(self, other: Mark) -> int:
        return len(self.context & other.context)


def contradicted(claim: str, span: str) -> list[str]:
    """Words of the claim whose direction or negation the span turns round.

    For each such word the span's word of the same dimension with the most similar surroundings is found; if that one
    points the other way, or is denied where the claim's is not (or the reverse), the word is reported, unless another
    word of the claim says what the span's word says. A dimension that the span does not mention is left to
    entailment. Ties favour the claim.
    """
    one, other = read(claim), read(span)
    mine, theirs = _marks(claim, one), _marks(span, other)
    return [mark.text for mark in mine if _turned(mark, mine, theirs)] + denials(one, other, _pole_of().keys())


def marks(text: str) -> list[Mark]:
    """The words of `text` that carry a direction, in order."""
    return _marks(text, read(text))


def same_way(a: str, b: str) -> bool:
    """True if the two words point the same way in some dimension: "rose" and "increased"."""
    return bool({*_poles(a)} & {*_poles(b)})


def opposite(a: str, b: str) -> bool:
    """True if the two words point opposite ways in some dimension: "before" and "after"."""
    return bool({(dimension, -pole) for dimension, pole in _poles(a)} & {*_poles(b)})


def _turned(mark: Mark, mine: list[Mark], theirs: list[Mark]) -> bool:
    like = [other for other in theirs if other.dimension == mark.dimension]
    same = max((mark.shared(other) for other in like if other.agrees(mark)), default=0)
    rest = [one for one in mine if one.dimension == mark.dimension and one is not mark]
    for other in like:
        near = mark.shared(other)
        if other.agrees(mark) or near <= same:
            continue
        if not any(one.agrees(other) and one.shared(other) >= near for one in rest):
            return True
    return False


def _marks(text: str, reading: Reading) -> list[Mark]:
    out: list[Mark] = []
    for position, word in enumerate(reading.tokens):
        if any(word.norm in bounding and before.search(text[: word.start]) for before, bounding in _BOUNDS):
            continue
        for dimension, pole in _poles(word.norm):
            if dimension == "time" and _SPAN_OF_TIME.match(text, word.end):
                continue
            denied = False if dimension in _KINDS else reading.denial(position)
            out.append(Mark(word.text, dimension, pole, denied, reading.context(position, _pole_of().keys())))
    return out


def _poles(norm: str) -> list[Pole]:
    of = _pole_of()
    return of[norm] if norm in of else of.get(stem(norm), [])
