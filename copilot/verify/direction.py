"""Direction and negation: "increased" must not be shown where the source says "decreased" or "did not increase"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.verify.negation import Reading, denials, read
from copilot.verify.words import stem

_POLES: dict[str, tuple[str, str]] = {
    "amount": (
        "increase increases increased increasing rise raise higher high elevate elevated elevation raised greater more larger "
        "rise rises rose upregulated enhanced augmented worsened exceeded stronger strongly larger upregulation",
        "decrease decreases decreased decreasing lower low reduce reduces reduced reduction less fewer smaller "
        "decline declined diminished downregulated attenuated suppressed fell fall falls lowered lowering lowers lessened lessens weaker weakly drop dropped downregulation mitigated mitigates",
    ),
    "quality": (
        "improve improves improved improving improvement better superior superiority beneficial favourable favorable",
        "worsen worsens worsened worsening worse deteriorated deteriorates deterioration aggravated aggravates inferior inferiority detrimental harmful unfavourable unfavorable",
    ),
    "effect": ("effective efficacious", "ineffective inefficacious"),
    "length": ("longer prolonged longest", "shorter shortened shortest"),
    "speed": ("faster accelerated accelerates", "slower slowed delayed"),
    "time": ("before prior preceding", "after following subsequent"),
    "order": ("earlier early earliest", "later late latest"),
    "sign": ("positive positively", "negative negatively inverse inversely"),
    "safety": ("safe", "unsafe dangerous"),
    "presence": ("with", "without"),
    "hazard": ("risk", "protective"),
    "sex": ("men man male males boys", "women woman female females girls"),
    "frequency": ("common commoner commonest frequent frequently commonly often", "rare rarer rarest rarely rarity infrequent infrequently uncommon seldom"),
    "extreme": ("highest maximum maximal most", "lowest minimum minimal least"),
    "activity": (
        "activate activates activated activation promote promotes promoted stimulate stimulates stimulated induces",
        "inhibit inhibits inhibited inhibition suppress suppresses suppressed prevent prevents prevented blocks",
    ),
    "significance": ("significant significantly", "nonsignificant insignificant insignificantly"),
    "age": ("older elderly adults adult", "younger children child paediatric pediatric"),
}
_POLE_OF: dict[str, list[tuple[str, int]]] = {}
for _dimension, _sides in _POLES.items():
    for _pole, _forms in zip((1, -1), _sides, strict=True):
        for _form in _forms.split():
            entry = _POLE_OF.setdefault(_form if _dimension in ("presence", "time", "sex") else stem(_form), [])
            if (_dimension, _pole) not in entry:
                entry.append((_dimension, _pole))

_LEAVE = frozenset(_POLE_OF)
_OR = re.compile(r"\bor\s+$", re.IGNORECASE)
"""Before "more" and "less" as in "65 years or more", which turns nothing."""


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
    return [mark.text for mark in mine if _turned(mark, mine, theirs)] + denials(one, other, _LEAVE)


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
        if word.norm in ("more", "less") and _OR.search(text[: word.start]):
            continue
        for dimension, pole in _poles(word.norm):
            denied = True if position in reading.denied else None if reading.clause[position] in reading.negated else False
            out.append(Mark(word.text, dimension, pole, denied, reading.context(position, _LEAVE)))
    return out


def _poles(norm: str) -> list[tuple[str, int]]:
    return _POLE_OF.get(norm) or _POLE_OF.get(stem(norm), [])
