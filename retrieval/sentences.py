"""Where the sentences of scientific prose begin and end.

Rules, not a model: a span must be reproducible byte for byte on every machine, because citations are made of it.
"""

from __future__ import annotations

import re
from itertools import pairwise

_LINE = re.compile(r"[^\n\r]+")
_LABEL = re.compile(r"\s*[A-Z][A-Z ,/&()'’-]+:(?=\s)")
_STOP = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s)""")
_GLUED = re.compile(
    r"(?<=[a-z0-9)][a-z0-9)])\.(?=(?:The|We|In|This|These|Our|However|There|It|To|An?)\s|[A-Z][a-z]+:)"
)
_OPENING = re.compile(r"""[\s"'“‘«(\[{¿¡]*""")
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'“‘«]*$")
_WORD = re.compile(r"\w")
_ENUMERATION = re.compile(r"\s*\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,3})")
_LOOK_AHEAD = 300

# always followed by the rest of their sentence
_NEVER_LAST = frozenset(
    "vs e.g eg i.e ie cf viz fig figs dr prof mr mrs ms st approx ca ref refs eq eqs eqn sect chap vol pp p "
    "dept univ resp incl excl subsp var suppl tab ed eds".split()
)
# followed by a number when they abbreviate, otherwise an ordinary last word
_BEFORE_NUMBER = frozenset("no nos nr art ch pt jan feb mar apr jun jul aug sep sept oct nov dec".split())
# may stand inside or at the end of a sentence: only a word that typically opens one decides
_EITHER = frozenset(
    "al etc inc ltd co corp spp sp u.s u.k u.s.a d.c a.m p.m i.v i.p i.m s.c p.o b.i.d t.i.d jr sr ph.d m.d "
    "b.c a.d max min avg est min sec hr hrs wk yr yrs mo dil conc temp wt".split()
)
_STARTERS = frozenset(
    "The This These Those That There A An In On At For From To With Without By As If When While Whereas Although "
    "Though However Moreover Furthermore Therefore Thus Hence Additionally Finally Overall Conversely We Our It Its "
    "They Their He She His Her Here Both All Each No Of Among Between During After Before Compared Patients "
    "Participants Results Methods Conclusions Conclusion Background Data Using Most Some One Two Three".split()
)
_NOT_A_NOUN = frozenset("and or by of from with to for in the as".split())


def split(text: str) -> list[tuple[int, int]]:
    """Sentence spans of `text` as (start, end), end exclusive, in order, without surrounding whitespace.

    A line break always ends a sentence. A label in capitals at the start of a line ("RESULTS: ") belongs to no
    sentence. Every other character that is not whitespace lies in exactly one span.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        label = _LABEL.match(text, line.start(), line.end())
        spans += _line(text, label.end() if label else line.start(), line.end())
    return spans


def _line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    stops = sorted((m.start(), m.end()) for pattern in (_STOP, _GLUED) for m in pattern.finditer(text, start, end))
    cuts = [start]
    depth, seen, first_word = 0, start, _first_word(text, start, end)
    for mark, after in stops:
        depth = max(0, depth + _balance(text[seen:mark]))
        seen = mark
        if mark <= first_word or not _ends_sentence(text, cuts[-1], mark, after, end):
            continue
        if depth + _balance(text[mark:after]) > 0 and _closes(text[after : min(end, after + _LOOK_AHEAD)], depth):
            continue
        cuts.append(after)
        depth, seen, first_word = 0, after, _first_word(text, after, end)
    cuts.append(end)
    return [span for a, b in pairwise(cuts) if (span := _stripped(text, a, b))]


def _first_word(text: str, start: int, end: int) -> int:
    found = _WORD.search(text, start, end)
    return found.start() if found else end


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    body = text[start:end]
    inner = body.strip()
    if not inner:
        return None
    start += len(body) - len(body.lstrip())
    return start, start + len(inner)


def _balance(piece: str) -> int:
    return piece.count("(") + piece.count("[") - piece.count(")") - piece.count("]")


def _closes(ahead: str, depth: int) -> bool:
    """True if `depth` brackets that stand open are closed in `ahead`."""
    for char in ahead:
        depth += (char in "([") - (char in ")]")
        if depth == 0:
            return True
    return False


def _ends_sentence(text: str, start: int, mark: int, after: int, end: int) -> bool:
    """Decide on the stop at `mark` (closing quotes reach to `after`) of the sentence that began at `start`."""
    opening = _OPENING.match(text, after, end)
    rest = text[opening.end() if opening else after : end][:80]
    next_word = rest.split(maxsplit=1)[0] if rest else ""
    if not _WORD.search(rest) or next_word[0] in ".!?…":
        return False  # rows of dots and a stray closing quote join their neighbour
    if not _can_open(next_word):
        return False
    if text[mark] != "." or text[mark + 1 : mark + 2] == ".":
        return True
    before = text[max(start, mark - 40) : mark]
    found = _WORD_BEFORE.search(before)
    word = found.group() if found else ""
    starter = next_word.rstrip(",.:;") in _STARTERS
    if _ENUMERATION.fullmatch(text, start, mark):
        return False  # "1. ", "a. ": an enumeration's mark belongs to what it numbers
    if word == "0" and next_word[0].isdigit():
        return False  # a decimal broken by a space: "P < 0. 05"
    return _last_word(word, before[: len(before) - len(word)], next_word, starter)


def _last_word(word: str, before: str, next_word: str, starter: bool) -> bool:
    """True if `word`, which a full stop follows, can be the last of its sentence."""
    lower = word.lower()
    if lower in _NEVER_LAST:
        return False
    if lower in _BEFORE_NUMBER:
        return not next_word[0].isdigit()
    if lower in _EITHER:
        return starter
    if (len(word) == 1 and word.isupper()) or re.fullmatch(r"(?:[A-Z]\.-?)+[A-Z]", word):
        previous = before.split()[-1] if before.split() else ""
        noun = previous.islower() and previous.isalpha() and previous not in _NOT_A_NOUN
        return starter or (noun and len(word) == 1)  # "hepatitis B. Patients", not "J. Smith"
    return True


def _can_open(word: str) -> bool:
    """True if a sentence may begin with `word`: a capital, a digit, a sign, or a name like mRNA, p53, α-syn."""
    first = word[0]
    if not first.islower():
        return True
    if first > "\u024f":
        return "-" in word[1:3]
    return any(char.isupper() or char.isdigit() for char in word[1:])
