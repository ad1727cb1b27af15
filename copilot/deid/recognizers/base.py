"""The shape of a detector: Presidio's EntityRecognizer, reduced to one method."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from copilot.deid.types import Label

Found = tuple[int, int, Label]
"""Start, end, label."""

FIRM, SOFT = 1.0, 0.5
"""Presidio's score says only this: a firm hit stands, a soft one may be given back."""


class Recognizer(EntityRecognizer):
    """A detector. `labels`: what it reports; `firm`: no vocabulary may veto it."""

    labels: ClassVar[tuple[Label, ...]]
    firm: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__(supported_entities=list(self.labels), name=type(self).__name__.lower())

    def load(self) -> None:
        """Nothing to load: patterns and lists come with the module."""

    def find(self, text: str) -> Iterable[Found]:
        """The stretches of `text` that this detector takes for identifiers."""
        raise NotImplementedError

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """Presidio's entrance; see `find`."""
        score = FIRM if self.firm else SOFT
        return [RecognizerResult(label, start, end, score) for start, end, label in self.find(text) if start < end]


class Patterns(Recognizer):
    """A detector that is a table of regular expressions; the group `x`, where there is one, is the identifier."""

    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]]

    def find(self, text: str) -> Iterator[Found]:
        for label, pattern in self.table:
            group = "x" if "x" in pattern.groupindex else 0
            for match in pattern.finditer(text):
                if self.holds(text, match):
                    yield match.start(group), match.end(group), label

    def holds(self, text: str, match: re.Match[str]) -> bool:
        """A last check of a match with its surroundings."""
        return True
