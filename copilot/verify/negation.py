"""Negation: what a sentence denies, and words that one side denies and the other states."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass

from copilot.verify.words import Word, words

NEGATOR = frozenset(
    (
        "not no never cannot neither nor without lack lacks lacked fail fails failed non none nothing absence absent"
    ).split()
)
_OFF = re.compile(r"\b(?:independent(?:ly)?|free) (?:of|from)\b", re.IGNORECASE)
"""Phrases that deny what follows: "independent of PR" is "does not depend on PR"."""
_LIGHT = frozenset(
    (
        "statistically significant significantly clinically clear evidence meaningful apparent relevant major further"
    ).split()
)
"""Words between a negation and what it denies: "no statistically significant difference" denies the difference."""
_TAKES = frozenset("lack lacks lacked absence absent".split())
"""Negations of the next thing alone: "lack of FGF21 in mice" is not lack of mice."""
_CLAUSE = re.compile(r"[;.:](?!\d)|\b(?:but|however|although|whereas|while)\b", re.IGNORECASE)
_PAUSE = re.compile(r"[,;:.()]|\b(?:but|however|although|whereas|while)\b", re.IGNORECASE)
_AIM = re.compile(
    r"\b(?:whether|aim(?:s|ed)?|objectives?|to (?:evaluate|assess|investigate|determine|examine|test|compare|explore"
    r"|study|estimate|analy[sz]e|clarify))\b",
    re.IGNORECASE,
)
"""An aim leaves open what is found."""
_WITHOUT = frozenset(
    (
        "deficiency deficient knockout knockdown loss depletion depleted ablation ablated null silencing silenced "
        "deletion deleted deprivation"
    ).split()
)
"""Words beside a name that take it away: "FGF21 deficiency" is "lack of FGF21"."""
_CONTEXT = 5
"""Content words on each side that say what a word is about."""
_SCOPE = 2
"""Content words after a negation that it denies: "not significantly associated", "no significant difference"."""


@dataclass(frozen=True)
class Reading:
    """A text as tokens, each with the number of its clause; `denied` holds positions in the scope of a negation."""

    tokens: list[Word]
    clause: list[int]
    denied: frozenset[int]
    negated: frozenset[int]
    """Clauses with a negation or an aim in them, which may reach any word."""

    def denial(self, position: int) -> bool | None:
        """Is the word denied? None where its clause has a negation or an aim that may or may not reach it."""
        return True if position in self.denied else None if self.clause[position] in self.negated else False

    def context(self, position: int, leave: Container[str]) -> frozenset[str]:
        """Stems of the content words of the same clause, up to `_CONTEXT` on each side, without those in `leave`."""

        def informative(i: int) -> bool:
            word = self.tokens[i]
            same = self.clause[i] == self.clause[position]
            return same and word.content and word.norm not in NEGATOR and word.stem not in leave

        left = [self.tokens[i].stem for i in range(position) if informative(i)][-_CONTEXT:]
        right = [self.tokens[i].stem for i in range(position + 1, len(self.tokens)) if informative(i)][:_CONTEXT]
        return frozenset(left + right)


def read(text: str) -> Reading:
    """The clauses of `text` and what its negations deny; a pause ends a negation's scope."""
    tokens = words(text)
    bounds = [match.start() for match in _CLAUSE.finditer(text)]
    clause = [bisect_right(bounds, word.start) for word in tokens]
    ends = {match.end() for match in _OFF.finditer(text)}
    denied: set[int] = set()
    negated = {bisect_right(bounds, match.start()) for match in _AIM.finditer(text)}
    for position, word in enumerate(tokens):
        if word.norm not in NEGATOR and word.end not in ends:
            continue
        negated.add(clause[position])
        left, end = 1 if word.norm in _TAKES else _SCOPE, word.end
        for later in range(position + 1, len(tokens)):
            if _PAUSE.search(text[end : tokens[later].start]) or left == 0:
                break
            end = tokens[later].end
            denied.add(later)
            left -= tokens[later].content and tokens[later].norm not in _LIGHT
    return Reading(tokens, clause, frozenset(denied), frozenset(negated))


def denials(claim: Reading, span: Reading, leave: Container[str]) -> list[str]:
    """Content words that one side denies wherever it has them, and the other states in clauses without a negation.

    Their surroundings must be much the same. Stems in `leave` are read elsewhere.
    """
    mine, theirs = _by_stem(claim, leave), _by_stem(span, leave)
    out = []
    for key, (text, denied, context) in mine.items():
        if key not in theirs or key in leave:
            continue
        _, their_denied, their_context = theirs[key]
        shared = len(context & their_context)
        if {denied, their_denied} == {True, False} and shared >= 0.5 * len(context):
            out.append(text)
    return out


def _by_stem(reading: Reading, leave: Container[str]) -> dict[str, tuple[str, bool | None, frozenset[str]]]:
    """stem -> (text, state, surroundings) of the content words.

    The state is True for denied everywhere, False for never in a clause with a negation, None for all between.
    """
    out: dict[str, tuple[str, bool | None, frozenset[str]]] = {}
    for position, word in enumerate(reading.tokens):
        if not word.content or word.norm in NEGATOR:
            continue
        beside = reading.tokens[max(0, position - 2) : position + 3]
        state = reading.denial(position)
        if state is False and any(other.norm in _WITHOUT for other in beside):
            state = None
        context = reading.context(position, leave)
        if word.stem in out:
            _, before, more = out[word.stem]
            state, context = (state if state == before else None), context | more
        out[word.stem] = (word.text, state, context)
    return out
