"""All detectors over one text: rules and the tagger, then give-back and spreading.

Where the tagger is not installed, spaCy and Rampart read what the rules leave in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from copilot.deid import lexicon
from copilot.deid.analyzer import Analyzer
from copilot.deid.edges import cut
from copilot.deid.giveback import give_back
from copilot.deid.hits import Cover, Hit, resolve
from copilot.deid.pages import blanked, pages, runs
from copilot.deid.recognizers import RULES, Recognizer
from copilot.deid.recognizers.known import KnownPatient
from copilot.deid.recognizers.rampart import Rampart
from copilot.deid.recognizers.spacy_ner import SpacyNer
from copilot.deid.spread import adjacent, propagate, whole_codes
from copilot.deid.types import Known
from copilot.deid.words import is_lower_case, opens_sentence, unwrap, words

if TYPE_CHECKING:
    from copilot.deid.recognizers.tagger import Tagger  # its network takes seconds to import

_SEGMENT = re.compile(r"[^\n]+?(?:[.!?](?=\s+[A-Z\"(])|\n|$)")
_EDGE = " \t\n\r,;:.\"'“”‘’()[]|*_-"


_LIKELY = 0.35
"""Rampart's probability where no other is asked for."""

_PLAIN = {
    **dict.fromkeys(("unknown", "subjects", "signatures", "kinship", "headers"), 0.002),
    **dict.fromkeys(("namelist", "placelist", "facilities", "dates"), 0.002),
    **dict.fromkeys(("initials", "lonecapitals"), 0.001),
    "addresses": 0.0005,
}
"""The tagger's probability of an identifier below which a hit of this detector is dropped: these go by how words are
written and placed, which the tagger sees as well. Chosen on texts written by hand that train the tagger now."""


class Detection(NamedTuple):
    """Disjoint hits with the detectors behind each, and the stretches about which the detectors disagreed."""

    hits: list[tuple[Hit, tuple[str, ...]]]
    disputed: int


class Detector:
    """The union of all detectors.

    Args:
        models: folder that holds `rampart/` and `encoder/`, as `copilot setup --models` makes it.
        threshold: read with spaCy and Rampart, from this probability, not with the tagger: a second opinion.
        rules_only: no model at all; `missing` says so.
    """

    def __init__(
        self,
        models: Path | None,
        *,
        threshold: float | None = None,
        rules_only: bool = False,
    ) -> None:
        self._rules = Analyzer([rule() for rule in RULES])
        tagger = _tagger(models) if threshold is None and not rules_only else None
        learned = [] if rules_only or tagger else _learned(models, threshold or _LIKELY)
        self.missing = 0 if tagger else 2 - len(learned)
        self._models = Analyzer(learned) if learned else None
        self._tagger = tagger

    def detect(self, text: str, known: Known | None = None) -> Detection:
        """Detection in `text`; offsets into it."""
        codes = runs(text)
        text = unwrap(blanked(text, codes))
        extra = [KnownPatient(known)] if known and known != Known() else []
        hits, tagged, doubt = list[Hit](), list[Hit](), [0.0] * len(text)
        for start, end in pages(text):
            hits += (_moved(hit, start) for hit in self._rules.hits(text[start:end], extra))
            if tagger := self._tagger:
                read = tagger.words(text[start:end])
                for word in read:
                    doubt[start + word.start : start + word.end] = [word.sure] * (word.end - word.start)
                tagged += (
                    Hit(start + tag.start, start + tag.end, tag.label, "tagger", tagger.is_firm(tag))
                    for tag in tagger.stretches(text[start:end], read)
                )
        hits = [hit for hit in hits if not self._is_plain(doubt, hit)] + tagged
        learned = list(self._learned(text, hits))
        kept = give_back(text, [*hits, *learned])
        kept = list(whole_codes(text, adjacent(text, kept)))
        kept += propagate(text, kept)
        trimmed = [piece for hit in kept if (piece := _trim(text, hit))]
        trimmed += (Hit(*code, "ID", "runs", firm=True) for code in codes)
        resolved = [(cut(text, hit), by) for hit, by in resolve(text, trimmed)]
        return Detection(resolved, _disputed([*tagged, *learned], kept))

    def _is_plain(self, doubt: list[float], hit: Hit) -> bool:
        """Whether the tagger, which has read all words in context, sees nobody in this hit."""
        return self._tagger is not None and hit.by in _PLAIN and max(doubt[hit.start : hit.end]) < _PLAIN[hit.by]

    def _learned(self, text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        if self._models is None:
            return
        for start, end in self._doubtful(text, hits):
            for hit in self._models.hits(text[start:end]):
                yield _moved(hit, start)

    def _doubtful(self, text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
        """Stretches that hold a possible name nobody has claimed; neighbours are read together."""
        cover = Cover(len(text), hits)
        lower = is_lower_case(text)
        open_: tuple[int, int] | None = None
        for match in _SEGMENT.finditer(text):
            if _has_doubt(text, match.start(), match.end(), cover, lower=lower):
                open_ = (open_[0] if open_ else match.start(), match.end())
            elif open_:
                yield open_
                open_ = None
        if open_:
            yield open_


def _learned(models: Path | None, threshold: float) -> list[Recognizer]:
    """The models that are installed."""
    learned: list[Recognizer] = []
    if SpacyNer.is_available():
        learned.append(SpacyNer())
    if models and Rampart.is_available(models / "rampart"):
        learned.append(Rampart(models / "rampart", threshold))
    return learned


def _tagger(models: Path | None) -> Tagger | None:
    """The product's own tagger, where its encoder is installed."""
    encoder = models / "encoder" if models else None
    if encoder is None or not encoder.is_dir():
        return None
    from copilot.deid.recognizers.tagger import Tagger

    return Tagger(encoder) if Tagger.is_available(encoder) else None


def _moved(hit: Hit, by: int) -> Hit:
    return replace(hit, start=hit.start + by, end=hit.end + by) if by else hit


def _has_doubt(text: str, start: int, end: int, cover: Cover, *, lower: bool) -> bool:
    for word in words(text[start:end]):
        at = start + word.start
        if len(word.text) < 3 or cover.whole(at, start + word.end):
            continue
        named = lexicon.any_name(word)
        if word.title and named and not opens_sentence(text, at):
            return True
        if not word.capital and not lexicon.all_vocabulary(word) and (named or lower):
            return True
    return False


def _trim(text: str, hit: Hit) -> Hit | None:
    """The hit without blanks and punctuation at its edges, possessives left outside."""
    start, end = hit.start, hit.end
    edge = _EDGE if hit.label == "NAME" else _EDGE.replace("(", "").replace("[", "").replace("*", "")
    while start < end and text[start] in edge:
        start += 1
    while (
        start < end
        and text[end - 1] in _EDGE
        and not (text[end - 1] == "." and hit.label == "NAME" and end - start <= 8 and "." in text[start : end - 1])
    ):
        end -= 1
    if hit.label == "NAME" and text[start:end].endswith(("'s", "’s")):
        end -= 2
    return replace(hit, start=start, end=end) if start < end else None


def _disputed(learned: Sequence[Hit], kept: Sequence[Hit]) -> int:
    """Names that a model saw and that were given back."""
    return sum(
        hit.label == "NAME" and not any(other.overlaps(hit.start, hit.end) for other in kept) for hit in learned
    )
