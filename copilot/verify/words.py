"""Words of a sentence as the rules compare them: tokens with offsets, stems, content words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*")
_PIECES = re.compile(r"[-‐‑'’]")
_stem = Stemmer.Stemmer("english")

STOP = frozenset(
    """a about above after all also although am an and another any are as at be because been before being between
    both but by can could did do does doing done due during each either for from further had has have having he her
    here him his how however i if in into is it its itself may might most much must my of on only or other our ours
    out over own per she should since so some such than that the their them then there therefore these they this
    those through thus to too under until up upon us using very via was we were what when where whereas whether which
    while who whom whose why will with within would you your""".split()
)
"""Words that carry no finding. Negations and directions are not among them."""


@dataclass(frozen=True)
class Word:
    """A token: as written, lower-cased without compatibility forms, its stem, and its offsets."""

    text: str
    norm: str
    stem: str
    start: int
    end: int

    @property
    def content(self) -> bool:
        return self.norm not in STOP and len(self.norm) > 1 and not self.norm.isdigit()


def normal(text: str) -> str:
    """Lower case, NFKC, one kind of hyphen and apostrophe; the length may change."""
    return unicodedata.normalize("NFKC", text).casefold().replace("‐", "-").replace("‑", "-").replace("’", "'")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """English Snowball stem of a normalised word, with British spellings brought to one form."""
    word = re.sub(r"(\w)isation", r"\1ization", word)
    word = re.sub(r"(\w{2})is(e|ed|es|ing)$", r"\1iz\2", word)
    word = re.sub(r"our(s|ed|ing|able)?$", r"or\1", word) if len(word) > 5 else word
    word = word.replace("aemi", "emi").replace("oede", "ede").replace("tumour", "tumor").replace("haem", "hem")
    return str(_stem.stemWord(word))


def words(text: str, *, split_hyphens: bool = True) -> list[Word]:
    """Tokens of `text` in order; hyphenated compounds come in pieces unless `split_hyphens` is false."""
    out: list[Word] = []
    for match in _TOKEN.finditer(text):
        start = match.start()
        pieces = _PIECES.split(match[0]) if split_hyphens else [match[0]]
        for piece in pieces:
            norm = normal(piece)
            out.append(Word(piece, norm, stem(norm), start, start + len(piece)))
            start += len(piece) + 1
    return out


def content_stems(text: str) -> list[str]:
    """Stems of the content words, in order, repeats kept."""
    return [word.stem for word in words(text) if word.content]


def coverage(claim: str, passage: str) -> float:
    """Share of the claim's distinct content stems that stand in the passage; 1.0 for a claim without any."""
    wanted = set(content_stems(claim))
    return len(wanted & set(content_stems(passage))) / len(wanted) if wanted else 1.0
