"""What the guard's classifier reads of a question besides its embedding: words, pieces of words, cues of intent."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array, hstack

WIDTH = 1 << 14
"""Length of each hashed part."""
LONGEST = 3
"""Most neighbouring words of one term."""
PIECES = (3, 4, 5)
"""Letters of a piece. Pieces make one of "conceal", "concealing" and "concealment": requests in a style that was
never seen are told apart by them far better than by whole words (docs/evals/guard.md)."""
WORDS_WEIGHT, PIECES_WEIGHT, CUE_WEIGHT = 2.0, 3.0, 1.0
"""Each hashed part has unit length before; a cue counts by itself. Chosen by cross-validation."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\?")

_CUES = tuple(
    re.compile(rf"\b(?:{cue})", re.IGNORECASE)
    for cue in (
        # stealth
        r"secret|quietly|unnotic|undetect|behind (?:\w+ )*back|get(?:ting)? (?:away|caught)|cover(?:ed)? up"
        r"|conceal|hid(?:e|den|ing)\b"
        r"|without (?:\w+ ){0,4}(?:knowing|notic|caught|traced?|suspect|trace|question)|nobody|no one|traces?\b",
        # lack of leave or truth
        r"without (?:\w+ ){0,3}(?:consent|permission|authori[sz]|approv|inform|disclos|telling|asking|knowledge"
        r"|proper|prescription)",
        r"fak(?:e|ing)|forg(?:e|ing)\b|falsif|fabricat|invent\b|made up|make up|mislead|misrepresent|decei"
        r"|trick|lie\b|lying|exaggerat"
        r"|downplay|backdat|bogus|fraudulent",
        # use of people
        r"exploit|manipulat|coerc|pressur(?:e|ing) (?:a|the|patients)|forc(?:e|ing)\b|bribe|blackmail|sabotag"
        r"|humiliat|mock|insult|belittl"
        r"|disregard|ignor(?:e|ing)|neglect|refus(?:e|ing) to|den(?:y|ying)\b|discourag|discriminat|prioriti[sz]",
        r"kill|murder|poison|harm(?:ing|ful)?\b|hurt|die\b|death|lethal|tortur|punish",
        r"sell|profit|revenue|money|wealthy|rich|celebrit|status|religion|bill(?:ing)?\b|kickback|insur",
        # care and inquiry
        r"prevent|protect|detect|recogni[sz]|reduc|improv|support|safe|respect|honest|treat(?:ed|ment)|manag"
        r"|diagnos|screen|report|report(?:ed|ing)",
        r"evidence|stud(?:y|ies)|trials?\b|literature|risk factors?|associat|predict|prevalen|how (?:often"
        r"|common|many)|outcome|effective",
        r"(?:is|are|was|does|do|did|can|should|when|which|why|who|what (?:is|are|does|happens))\b.*\?",
        r"\b(?:i|me|my|we)\b",
    )
)


def lexical(texts: Sequence[str]) -> csr_array:
    """Hashed runs of up to three words, hashed pieces of words, cues; shape (len(texts), 2 * WIDTH + cues).

    Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009.
    """
    words = [_WORD.findall(text.casefold()) for text in texts]
    cues = np.array([[bool(cue.search(text)) for cue in _CUES] for text in texts], np.float32)
    parts = [
        WORDS_WEIGHT * _hashed([list(_runs(one)) for one in words]),
        PIECES_WEIGHT * _hashed([list(_pieces(one)) for one in words]),
        CUE_WEIGHT * csr_array(cues.reshape(len(texts), len(_CUES))),
    ]
    return csr_array(hstack(parts, format="csr"))


def _runs(words: Sequence[str]) -> Iterator[str]:
    for length in range(1, LONGEST + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for length in PIECES:
            for start in range(max(1, len(padded) - length + 1)):
                yield padded[start : start + length]


def _hashed(texts: Sequence[Sequence[str]]) -> csr_array:
    """Signed counts of the terms of each text, of unit length; shape (len(texts), WIDTH)."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for number, terms in enumerate(texts):
        counts: dict[int, float] = {}
        for term in terms:
            code = zlib.crc32(term.encode())
            counts[code % WIDTH] = counts.get(code % WIDTH, 0.0) + (1.0 if code & 0x80000000 else -1.0)
        length = sum(value * value for value in counts.values()) ** 0.5 or 1.0
        rows += [number] * len(counts)
        columns += counts
        values += [value / length for value in counts.values()]
    return csr_array((np.array(values, np.float32), (rows, columns)), shape=(len(texts), WIDTH))
