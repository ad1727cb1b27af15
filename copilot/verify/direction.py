"""Direction and negation: "increased" must not be shown where the source says "decreased" or "did not increase"."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from copilot.verify.words import Word, stem, words

_POLES: dict[str, tuple[str, str]] = {
    "amount": (
        "increase increases increased increasing higher high elevate elevated elevation raised greater more larger "
        "rise rises rose upregulated enhanced augmented worsened exceeded",
        "decrease decreases decreased decreasing lower low reduce reduces reduced reduction less fewer smaller "
        "decline declined diminished downregulated attenuated suppressed fell lowered lowering lowers",
    ),
    "quality": (
        "improve improves improved improvement better superior superiority beneficial favourable favorable",
        "worsen worsens worsened worsening worse inferior inferiority detrimental harmful unfavourable unfavorable",
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
    "frequency": ("common frequent frequently commonly", "rare rarely infrequent uncommon"),
    "extreme": ("highest maximum maximal upper most", "lowest minimum minimal lower least"),
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

_NEGATOR = frozenset("not no never cannot neither nor without lack lacks lacked fail fails failed non none".split())
_CLAUSE = re.compile(r"[;.:](?!\d)|\b(?:but|however|although|whereas|while)\b", re.IGNORECASE)
_PAUSE = re.compile(r"[,;:.()]|\b(?:but|however|although|whereas|while)\b", re.IGNORECASE)
_CONTEXT = 5
"""Content words on each side that say what a direction is about."""
_SCOPE = 2
"""Content words after a negation that it denies: "not significantly associated", "no significant difference"."""


@dataclass(frozen=True)
class Mark:
    """A word with a direction: its dimension, pole (+1 or -1), whether it is denied, and the stems around it."""

    text: str
    dimension: str
    pole: int
    denied: bool
    context: frozenset[str]


def contradicted(claim: str, span: str) -> list[str]:
    """Words of the claim whose direction or negation the span turns round.

    For each such word the span's word of the same dimension with the most similar surroundings is found; if that one
    points the other way, or is denied where the claim's is not (or the reverse), the word is reported. A dimension
    that the span does not mention is left to entailment. Ties favour the claim.
    """
    theirs = marks(span)
    out = [mark.text for mark in marks(claim) if _turned(mark, [m for m in theirs if m.dimension == mark.dimension])]
    return out + _denials(claim, span)


def _turned(mark: Mark, theirs: list[Mark]) -> bool:
    same = [m for m in theirs if m.pole == mark.pole and m.denied == mark.denied]
    turned = [m for m in theirs if (m.pole == mark.pole) != (m.denied == mark.denied)]
    return bool(turned) and _best(mark, turned) > max(_best(mark, same), 0)


def _best(mark: Mark, others: list[Mark]) -> int:
    return max((len(mark.context & other.context) for other in others), default=0)


def marks(text: str) -> list[Mark]:
    """The words of `text` that carry a direction, in order."""
    tokens = words(text)
    denied = _denied(text, tokens)
    clause = _clauses(text, tokens)
    out: list[Mark] = []
    for position, word in enumerate(tokens):
        poles = _POLE_OF.get(word.norm) or _POLE_OF.get(word.stem, [])
        for dimension, pole in poles:
            context = _context(tokens, position, clause)
            out.append(Mark(word.text, dimension, pole, position in denied, context))
    return out


def _context(tokens: list[Word], position: int, clause: list[int]) -> frozenset[str]:
    """Stems of the informative words of the same clause, up to `_CONTEXT` on each side."""

    def informative(i: int) -> bool:
        word = tokens[i]
        same = clause[i] == clause[position]
        return same and word.content and word.norm not in _NEGATOR and word.stem not in _POLE_OF

    left = [tokens[i].stem for i in range(position) if informative(i)][-_CONTEXT:]
    right = [tokens[i].stem for i in range(position + 1, len(tokens)) if informative(i)][:_CONTEXT]
    return frozenset(left + right)


def _clauses(text: str, tokens: list[Word]) -> list[int]:
    """The number of the clause each token stands in."""
    bounds = [match.start() for match in _CLAUSE.finditer(text)]
    return [bisect_right(bounds, word.start) for word in tokens]


def _denied(text: str, tokens: list[Word]) -> set[int]:
    """Positions of the tokens in the scope of a negation; a clause boundary ends the scope."""
    out: set[int] = set()
    for position, word in enumerate(tokens):
        if word.norm not in _NEGATOR:
            continue
        left = _SCOPE
        end = word.end
        for later in range(position + 1, len(tokens)):
            if _PAUSE.search(text[end : tokens[later].start]) or left == 0:
                break
            end = tokens[later].end
            out.add(later)
            left -= tokens[later].content
    return out


def _denials(claim: str, span: str) -> list[str]:
    """Content words that one side denies everywhere and the other never, in the same surroundings."""
    mine, theirs = _by_stem(claim), _by_stem(span)
    out = []
    for key, (text, denied, context) in mine.items():
        if key not in theirs or key in _POLE_OF:
            continue
        _, their_denied, their_context = theirs[key]
        shared = len(context & their_context)
        if denied != their_denied and None not in (denied, their_denied) and shared >= 0.5 * len(context):
            out.append(text)
    return out


def _by_stem(text: str) -> dict[str, tuple[str, bool | None, frozenset[str]]]:
    """stem -> (text, denied everywhere / nowhere / None for mixed, surroundings) of the content words."""
    tokens = words(text)
    denied = _denied(text, tokens)
    clause = _clauses(text, tokens)
    out: dict[str, tuple[str, bool | None, frozenset[str]]] = {}
    for position, word in enumerate(tokens):
        if not word.content or word.norm in _NEGATOR:
            continue
        state: bool | None = position in denied
        context = _context(tokens, position, clause)
        if word.stem in out:
            _, before, more = out[word.stem]
            state, context = (state if state == before else None), context | more
        out[word.stem] = (word.text, state, context)
    return out
