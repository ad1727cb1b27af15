"""What the guard's classifier reads of a question besides its embedding: cues of intent, hashed words and pairs."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

WIDTH = 4096
"""Length of the hashed part. Collisions are many fewer than words of a question."""

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


def lexical(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Presence of words and of pairs of neighbours, hashed and of unit length, then cues; (len(texts), WIDTH + cues).

    Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009.
    """
    hashed = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in zip(hashed, texts, strict=True):
        words = _WORD.findall(text.casefold())
        for term in {*words, *map(" ".join, zip(["^", *words], [*words, "$"], strict=True))}:
            code = zlib.crc32(term.encode())
            row[code % WIDTH] += 1.0 if code & 0x80000000 else -1.0
        if (norm := float(np.linalg.norm(row))) > 0:
            row /= norm
    cues = np.array([[bool(cue.search(text)) for cue in _CUES] for text in texts], np.float32)
    return np.hstack([hashed, CUE_WEIGHT * cues.reshape(len(texts), len(_CUES))])


CUE_WEIGHT = 0.5
"""A cue against a word: short questions have about ten words and pairs, each 0.3."""
